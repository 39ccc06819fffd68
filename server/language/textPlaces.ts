import type { Position, Range } from 'vscode-languageserver';
import type { Lines, Place } from '../../shared/policy/place.ts';
import type { Span } from '../../shared/policy/source.ts';

/** Places count from 1, positions of the protocol from 0. */
export function positionOf({ line, column }: Place): Position {
  return { line: line - 1, character: column - 1 };
}

export function offsetOf(lines: Lines, { line, character }: Position): number {
  return lines.offsetOf({ line: line + 1, column: character + 1 });
}

export function rangeOf(lines: Lines, { offset, length }: Span): Range {
  return {
    start: positionOf(lines.placeOf(offset)),
    end: positionOf(lines.placeOf(offset + length)),
  };
}
