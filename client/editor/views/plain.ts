/**
 * Ids and reasons are written by agents, and VS Code reads more than text in some places. These
 * keep what is shown verbatim, and keep it from becoming an icon or a link.
 */

/** For labels that draw `$(icon)`: quick picks, status bar. A backslash in front is not shown. */
export function plainLabel(text: string): string {
  return text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/gu, '\\$&');
}

/**
 * For notifications and input boxes, which make links of `[text](command:…)`. An invisible word
 * joiner parts the two halves.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}
