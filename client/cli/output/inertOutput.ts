import { paintCodes } from './paint.ts';

/** Of a terminal's commands only the colours of `paint` get out; and nothing reorders what is read. */
export function inertOutput(text: string): string {
  return text.replace(steering, '').replace(escapes, (sequence) => {
    return paintCodes.some((code) => sequence === `\u001b[${code}m`) ? sequence : '';
  });
}

/** For messages, which have no colours. */
export function inertMessage(text: string): string {
  return inertOutput(text).replaceAll('\u001b', '');
}

/** JSON as it is, but that a terminal and an eye see what would steer them as its number. */
export function inertJson(text: string): string {
  return text.replace(steering, (one) => {
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Control characters but the end of a line, a tab and what begins a colour; bidirectional ones. */
const steering = /(?![\n\t\u001b])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const escapes = /\u{1b}(?:\[\d{1,2}m)?/gu;
