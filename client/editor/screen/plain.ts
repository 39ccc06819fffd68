/**
 * Ids and reasons are written by agents, and VS Code reads more than text in some places. These put
 * an invisible word joiner where an icon or a link would begin; what a person sees is verbatim.
 */
const joiner = '\u2060';

/** For labels that draw `$(icon)`. A backslash would do for the eye, but screen readers hear it. */
export function plainLabel(text: string): string {
  return text.replaceAll('$(', `$${joiner}(`);
}

/** For notifications and input boxes, which make links of `[text](command:…)`. */
export function plainMessage(text: string): string {
  return text.replaceAll('](', `]${joiner}(`);
}
