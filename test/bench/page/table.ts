import type { Measured, Report, Result, Verdict } from './report.ts';

/** The report for people: a line a figure. */
export function writeTable({ machine, extent, results }: Report): string {
  const about = Object.entries(machine).map(([name, value]) => `${name}: ${value}`);
  const cells = results.map((result) => result.figures.map(cellsOf));
  const widths = columnWidths([heading, ...cells.flat()]);
  const parts = results.flatMap((result, at) => [
    '',
    describe(result),
    ...(cells[at] ?? []).map((row) => alignRow(row, widths)),
  ]);
  return [`${extent} run; ${about.join('; ')}`, '', alignRow(heading, widths), ...parts, ''].join(
    '\n',
  );
}

const heading = ['', 'min', 'median', 'p99', 'max', '', 'target', ''];

function describe({ bench, seconds, load, fault }: Result): string {
  const about = `${bench}  (${seconds.toFixed(0)} s, load ${load.before.toFixed(1)} to ${load.after.toFixed(1)})`;
  return fault === undefined ? about : `${about}\n  FAILED: ${fault}`;
}

function cellsOf(measured: Measured): string[] {
  const { name, unit, min, median, p99, max, verdicts } = measured;
  return [
    `  ${name}`,
    ...[min, median, p99, max].map(showNumber),
    unit,
    verdicts.map((verdict) => showTarget(verdict, measured)).join(', '),
    verdicts.map(({ isMet }) => (isMet ? 'met' : 'MISSED')).join(', '),
  ];
}

function showTarget({ of, is, bound }: Verdict, measured: Measured): string {
  const sign = is === 'at least' ? '≥' : '≤';
  const isShare = of === 'p95' || of === 'p99';
  const shown = isShare ? `${of} ${showNumber(measured[of])}` : of;
  return `${shown} ${sign} ${bound}`;
}

/** Three digits that matter. */
export function showNumber(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const [whole = '', rest] = value.toFixed(Math.min(digits, 4)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

function columnWidths(rows: readonly string[][]): number[] {
  return heading.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
}

/** Numbers to the right, words to the left. */
function alignRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, at) => {
    const width = widths[at] ?? 0;
    return at >= 1 && at <= 4 ? cell.padStart(width) : cell.padEnd(width);
  });
  return cells.join('  ').trimEnd();
}
