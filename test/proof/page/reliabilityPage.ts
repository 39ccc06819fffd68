import type { Part } from '../part.ts';
import { faultKinds } from '../histories/checkHistories.ts';
import { formatTime } from '../progress.ts';
import { scenarioTable, specificationTable } from './scenarioTable.ts';
import { scenarios } from './scenarios.ts';
import { specification } from './specification.ts';
import { turmoilFaults } from '../../sim/moods.ts';
import { countOf, isDone, lossesOf, stateOf, type RunState } from '../state.ts';

/** RELIABILITY.md: what was injected, how often, what was lost; Markdown. */
export function reliabilityPage(run: RunState, parts: readonly Part[]): string {
  return [
    heading(run, parts),
    inAll(run, parts),
    summary(run, parts),
    ...parts.map((part) => section(run, part)),
    specificationTable(specification),
    scenarioTable(scenarios),
    notCovered(parts),
    again(run),
  ].join('\n');
}

function heading(run: RunState, parts: readonly Part[]): string {
  const left = parts.filter((part) => !isDone(run, part)).map(({ name }) => name);
  const whole = left.length === 0 ? '' : ` Not done yet: ${left.join(', ')}.`;
  return `# Reliability

What was done to Watchstander to make it lose something, how often, and what it lost. This page is written
by the run itself (\`npm run chaos -- --scale ${run.scale}\`), begun on ${run.started.slice(0, 10)} with seed ${run.seed} on
revision ${run.commit}.${whole}
`;
}

/** Names of counts that are the same fault in several parts. */
const sums: readonly (readonly [what: string, counts: readonly string[]])[] = [
  ['processes killed with SIGKILL', ['kills', 'sidecars killed']],
  ['processes stopped and continued', ['stops', 'sidecars put to sleep']],
  ['rotations of the log', ['rotations']],
  ['segments collected', ['collections']],
  ['simulated crash and fault points', ['points']],
  ['inputs made up', ['cases']],
  ['races for one lock', ['rounds']],
  ['updates acknowledged and looked for', ['acknowledged']],
];

/** Controls and comparisons are none of ours: what they lose, they are meant to lose. */
const others = ['unfenced', 'stock-lock'];

function inAll(run: RunState, parts: readonly Part[]): string {
  const ours = parts.filter(({ name }) => !others.includes(name));
  const sumOf = (names: readonly string[]): number =>
    ours.reduce((sum, part) => {
      const { counts } = stateOf(run, part);
      return sum + names.reduce((ofPart, name) => ofPart + (counts[name] ?? 0), 0);
    }, 0);
  const done = sums.map(([what, names]) => `| ${what} | ${number(sumOf(names))} |`);
  const wrong = faultKinds.map((kind) => `| ${kind} | ${number(sumOf([kind]))} |`);
  const failed = ours.reduce((sum, part) => sum + stateOf(run, part).failures.length, 0);
  return `| in all | |
| ------ | ---: |
${[...done, ...wrong].join('\n')}
| pieces that failed, whatever by: a crash, a number that is not finite, a process left behind too | ${failed} |
`;
}

function summary(run: RunState, parts: readonly Part[]): string {
  const rows = parts.map((part) => {
    const { tookMs } = stateOf(run, part);
    const count = `${number(countOf(run, part))} ${part.unit}`;
    return `| \`${part.name}\` | ${part.title} | ${count} | ${lossesOf(run, part)} | ${formatTime(tookMs / 1_000)} |`;
  });
  return `| part | what | how often | lost | time |
| ---- | ---- | --------: | ---: | ---: |
${rows.join('\n')}

Lost is what was acknowledged and is gone, what is there twice, what the history does not have, and any
other promise that was broken. The time is that of all pieces together; two run side by side.
`;
}

function section(run: RunState, part: Part): string {
  const { counts, notes, failures } = stateOf(run, part);
  const others = Object.entries(counts).filter(([name]) => name !== part.unit);
  const figures = others.map(([name, count]) => `${name} ${number(count)}`);
  const lost = failures.map(
    ({ piece, what }) => `- piece ${piece}: ${what.split('\n', 1)[0] ?? ''}`,
  );
  return `## ${part.title}

${part.how}

${[`${part.unit} ${number(countOf(run, part))}`, ...figures].join('; ')}.
${[...lost, noteTable(notes)].filter((text) => text !== '').join('\n')}`;
}

function noteTable(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  return `
| switched off | found by | after so many faults | what was wrong then |
| ------------ | -------- | -------------------: | ------------------- |
${notes.join('\n')}
`;
}

function notCovered(parts: readonly Part[]): string {
  return `## What is not covered

- Disks that say a write is durable when it is not, and kernels that crash: the simulation loses unsynced
  writes, real runs kill processes and not machines.
- Network and shared file systems: a store there is refused.
- macOS and Windows: their code is tested from recorded output of their tools; the long run is of Linux.
- Bytes that rot in the last write before a kill: they look like a write that was cut off, and are taken for one.
- A wall clock that is set forward by more than ten minutes in the same seconds in which a sidecar dies without an
  answer: by then the successor may have forgotten the request, and what is sent again counts twice.
${withoutStrace(parts)}`;
}

function withoutStrace(parts: readonly Part[]): string {
  if (parts.some(({ name }) => name === 'io-errors')) return '';
  return '- Calls that fail under real processes (`io-errors`): there was no strace where this ran.\n';
}

function again(run: RunState): string {
  return `## How to run it again

\`\`\`sh
npm run chaos                                          # a few minutes: whether all of it works
npm run chaos -- --scale full --seed ${run.seed}            # this run; interrupted, the same command goes on
npm run chaos -- --scale full --only simulation        # one part
\`\`\`

\`npm test\` runs the same in short: crashes at every call of two scripts, ${number(turmoilFaults)} faults among rivals, a
failure at every call, 72 kills and 120 stops of real processes, 8 restarts of the sidecar under its clients,
50 clients with 2,000 check-ins, 20,000 made-up inputs, and every rule switched off.
`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}
