import { oneLine } from '../../../shared/text.ts';
import { plain, type Paint, type Tone } from './paint.ts';

export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  readonly align?: 'left' | 'right';
  readonly tone?: (row: Row) => Tone | undefined;
}

const gap = '  ';

/** Rows under a heading, columns aligned by what a terminal shows; ends with a newline. */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  paint: Paint = plain,
): string {
  const cellOf = (column: Column<Row>, row: Row): string => oneLine(column.of(row));
  const widths = columns.map((column) =>
    rows.reduce(
      (most, row) => Math.max(most, displayWidth(cellOf(column, row))),
      column.title.length,
    ),
  );
  const heading = columns.map((column, at) => {
    return paint(pad(column.title, widths[at] ?? 0, column.align), 'faint');
  });
  const lines = rows.map((row) =>
    columns.map((column, at) => {
      return paint(pad(cellOf(column, row), widths[at] ?? 0, column.align), column.tone?.(row));
    }),
  );
  return [heading, ...lines].map((cells) => `${cells.join(gap).trimEnd()}\n`).join('');
}

/** Names and values, one a line. */
export function formatFields(fields: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  return fields
    .map(([name, value]) => `${name.padEnd(width)}${gap}${value}`.trimEnd() + '\n')
    .join('');
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
// East Asian wide and full-width blocks, and what terminals draw as emoji.
const doubleWidth =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** Terminal cells that a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (zeroWidth.test(character)) continue;
    width += doubleWidth.test(character) ? 2 : 1;
  }
  return width;
}
