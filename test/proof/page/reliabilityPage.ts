import type { Part } from '../part.ts';
import { formatTime } from '../progress.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { countOf, isDone, lossesOf, stateOf, type RunState } from '../state.ts';

/** RELIABILITY.md: what was injected, how often, what was lost; Markdown. */
export function reliabilityPage(run: RunState, parts: readonly Part[]): string {
  return [
    heading(run, parts),
    summary(run, parts),
    ...parts.map((part) => section(run, part)),
    scenarioTable(),
    notCovered,
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

function scenarioTable(): string {
  return `## Scenarios

| scenario | tests in \`npm test\` | in the long run |
| -------- | ------------------- | --------------- |
${scenarios.map(scenarioRow).join('\n')}
`;
}

function scenarioRow({ name, tests, parts }: Scenario): string {
  const proofs = tests.map(({ file, title }) => `“${title}” (\`${file}\`)`).join('; ');
  const also = parts.map((part) => `\`${part}\``).join(', ');
  return `| ${name} | ${proofs} | ${also} |`;
}

const notCovered = `## What is not covered

- Disks that say a write is durable when it is not, and kernels that crash: the simulation loses unsynced
  writes, real runs kill processes and not machines.
- Network and shared file systems: a store there is refused.
- macOS and Windows: their code is tested from recorded output of their tools; the long run is of Linux.
- Bytes that rot in the last write before a kill: they look like a write that was cut off, and are taken for one.
`;

function again(run: RunState): string {
  return `## How to run it again

\`\`\`sh
npm run chaos                                          # a few minutes: whether all of it works
npm run chaos -- --scale full --seed ${run.seed}            # this run; interrupted, the same command goes on
npm run chaos -- --scale full --only simulation        # one part
\`\`\`

\`npm test\` runs the same in short: crashes at every call of two scripts, 16,500 faults among rivals, a
failure at every call, 60 kills and 120 stops of real processes, and every rule switched off.
`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}
