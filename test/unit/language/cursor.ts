import assert from 'node:assert/strict';
import type { Position, Range, TextEdit } from 'vscode-languageserver';

/** A text without its mark `|`, and where that was. */
export function atCursor(marked: string): { text: string; position: Position } {
  const [before, after, more] = marked.split('|');
  assert.ok(before !== undefined && after !== undefined && more === undefined, 'one mark');
  const lines = before.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return { text: before + after, position };
}

export function textIn(text: string, { start, end }: Range): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end));
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((one, other) => offsetOf(text, other.range.start) - offsetOf(text, one.range.start))
    .reduce((done, { range: { start, end }, newText }) => {
      return done.slice(0, offsetOf(text, start)) + newText + done.slice(offsetOf(text, end));
    }, text);
}

function offsetOf(text: string, { line, character }: Position): number {
  const before = text.split('\n').slice(0, line);
  return before.reduce((sum, one) => sum + one.length + 1, character);
}
