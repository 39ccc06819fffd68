import type { TextMeasure } from './model.ts';

/** What the model counts in a text. Source: the reference model's blocklist (v1.0.3). */
export const keywords = [
  'ignore previous',
  'system prompt',
  'jailbreak',
  'sudo',
  'rm -rf',
  'drop table',
  'script>',
  'violate',
  'bypass',
  'override safety',
] as const;

export const emptyText: TextMeasure = { code_points: 0, keyword_hits: 0 };

/** Measures a text so that it can be dropped: length in code points, number of keywords that occur. */
export function measureText(text: string): TextMeasure {
  const lowered = text.toLowerCase();
  return {
    code_points: countCodePoints(text),
    keyword_hits: keywords.filter((keyword) => lowered.includes(keyword)).length,
  };
}

export function countCodePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const isPair = isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1));
    if (isPair) at += 1;
    count += 1;
  }
  return count;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

const controls = /\p{Cc}/u;
// U+061C, U+200E/F, U+202A..E, U+2066..9: they reorder what a person reads.
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const agentIdMaxCodePoints = 128;

/** Why this cannot be an agent id, or null. Ids are never altered, so what cannot be kept is refused. */
export function agentIdFault(id: string): string | null {
  if (id === '') return 'it is empty';
  if (id.length > 2 * agentIdMaxCodePoints || countCodePoints(id) > agentIdMaxCodePoints) {
    return `it is longer than ${agentIdMaxCodePoints} characters`;
  }
  if (controls.test(id)) return 'it has a control character';
  if (bidirectional.test(id)) return 'it has a bidirectional formatting character';
  if (!id.isWellFormed()) return 'it has half of a surrogate pair';
  return null;
}

/** Notes and reasons that reach screens and other models: no control or bidirectional characters, capped. */
export function cleanNote(text: string, maxCodePoints: number): string {
  const cleaned = text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  return [...cleaned.slice(0, 2 * maxCodePoints)].slice(0, maxCodePoints).join('');
}

/** Longer than any id; a line of a screen is shorter. */
const screenCodePoints = 300;

/**
 * The door of every screen: one line of text that others wrote, which can neither steer a terminal nor
 * reorder or flood what stands around it. What is in order passes unchanged. What a screen makes of
 * marks of its own (icons, links) is put right where it is drawn.
 */
export function oneLine(text: string, most = screenCodePoints): string {
  const line = cleanNote(text, most);
  return text.length > line.length && countCodePoints(text) > most ? `${line}…` : line;
}

const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** One line among other words: isolated, it keeps its own direction and leaves its neighbours theirs. */
export function inert(text: string, most = screenCodePoints): string {
  const line = oneLine(text, most);
  return rightToLeft.test(line) ? `\u2068${line}\u2069` : line;
}
