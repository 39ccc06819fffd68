import { inert } from '../../../shared/text.ts';

/**
 * Ids and reasons are written by agents, and VS Code reads more than text in some places. These put
 * an invisible word joiner where an icon or a link would begin; what a person sees is verbatim.
 */
const joiner = '\u2060';

/** Errors name files and say what to do. */
const messageCodePoints = 2_000;

/** For labels that draw `$(icon)`. A backslash would do for the eye, but screen readers hear it. */
export function plainLabel(text: string): string {
  return inert(text).replaceAll('$(', `$${joiner}(`);
}

/** For notifications and input boxes, which make links of `[text](command:…)`. */
export function plainMessage(text: string): string {
  return inert(text, messageCodePoints).replaceAll('](', `]${joiner}(`);
}

/**
 * For Markdown that we write: every mark in it is text. CommonMark takes a backslash before any ASCII
 * punctuation, so nothing begins there: no link, no address, no tag, no emphasis.
 */
export function plainMarkdown(text: string): string {
  return plainLabel(text).replace(/[!-/:-@[-`{-~]/gu, '\\$&');
}
