import type { Measured, Report, Result, Verdict } from './report.ts';
import { explain } from './shortfalls.ts';
import { showNumber } from './table.ts';

/** PERFORMANCE.md: what the last published run measured, missed targets included. */
export function writePerformancePage({ machine, started, results }: Report): string {
  return [
    '# Performance',
    '',
    'Written by `npm run bench -- --publish`; no figure here is typed by hand. Every one is of the',
    'same run, in which ours and its peers take turns on the same disk: compare the ratios, absolute',
    'figures are those of the machine below. "Target" is what the project asks of itself; a missed',
    'one stays in the table, and below it is why, and what was tried.',
    '',
    '![Updates a second, side by side](media/performance.svg)',
    '',
    ...Object.entries(machine).map(([name, value]) => `- ${name.replace('_', ' ')}: ${value}`),
    `- measured: ${started.slice(0, 10)}`,
    '',
    ...results.flatMap(partOf),
    messageNote,
    '',
  ].join('\n');
}

const messageNote =
  'A check-in is 128 random doubles and a text of 300 characters; it is answered when it is durable ' +
  '(written, fsynced, and the fence checked). "Echo" is the same message there and back through ' +
  'vscode-jsonrpc without any work or disk, its numbers in decimal digits as JSON has them (ours ' +
  'travel packed): the floor of what a second process can do.';

function partOf({ bench, load, figures, fault }: Result): string[] {
  const head = [
    `## ${titleOf(bench)}`,
    '',
    `Load of the machine before: ${load.before.toFixed(1)}.`,
  ];
  if (fault !== undefined) return [...head, '', 'This part failed in the published run.', ''];
  const rows = figures.map(rowOf);
  return [
    ...head,
    '',
    '| | min | median | p99 | max | | target | |',
    '| --- | --: | --: | --: | --: | --- | --- | --- |',
    ...rows,
    '',
    ...explain(figures.filter(isMissed).map(({ name }) => name)),
  ];
}

function isMissed({ verdicts }: Measured): boolean {
  return verdicts.some(({ isMet }) => !isMet);
}

function titleOf(bench: string): string {
  const words = bench.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function rowOf(measured: Measured): string {
  const { name, unit, min, median, p99, max, verdicts } = measured;
  const numbers = [min, median, p99, max].map(showNumber);
  const targets = verdicts.map((verdict) => targetOf(verdict, measured)).join(', ');
  const met = verdicts.map(({ isMet }) => (isMet ? 'met' : '**missed**')).join(', ');
  return `| ${[name, ...numbers, unit, targets, met].join(' | ')} |`;
}

function targetOf({ of, is, bound }: Verdict, measured: Measured): string {
  const isShare = of === 'p95' || of === 'p99';
  const shown = isShare ? `${of} ${showNumber(measured[of])}` : of;
  return `${shown} ${is === 'at least' ? '≥' : '≤'} ${bound}`;
}
