import { profiles, type Health } from '../../shared/model.ts';
import type { Delay, Detection, FalseAlarms, Measured } from './measure.ts';
import {
  calmStep,
  contested,
  faultNames,
  keywordShare,
  onset,
  populations,
  updatesPerAgent,
} from './population.ts';
import { targets, type EverHealth, type Replayed } from './replay.ts';
import { realWork } from './transcripts.ts';

/** The report for people: what was assumed, then what came out. */
export function writeReport(measured: Measured): string {
  return [
    ...describeAssumptions(measured),
    '',
    'Healthy agents: share of updates (and of agents, ever) that are called',
    ...tabulate(falseAlarmRows(measured)),
    '',
    `Faults: updates until the level is reached, median / 95th percentile (share of agents that reach it).`,
    'A reference that is critical before the fault is "critical" at 1: read it beside its false alarms.',
    ...tabulate(detectionRows(measured)),
    '',
    'Recorded sessions of real agents, replayed through features, rules and health: sessions that are ever',
    `Only ${realWork} is real work; its targets: critical at most ${percent(targets.critical)}, degraded or worse at most ${percent(targets.degraded)}.`,
    ...tabulate(replayRows(measured)),
    '',
    'Lowest smoothed coherence of each session (calibrated): the least, 5th percentile, median',
    ...tabulate(coherenceRows(measured)),
    ...aboutCoherence,
    '',
    'Exported histories of agents under the reference, judged again: share of updates that are called',
    'Length and complexity are taken together from the recorded risk; what was wrong, if anything, is not known.',
    ...tabulate(recordedRows(measured)),
    '',
    'A run of failures after 30 calls that went well (calibrated), after the first, second, …:',
    `  ${measured.failures.join(', ')}`,
    '',
  ].join('\n');
}

function describeAssumptions({ agents, health }: Measured): string[] {
  const { risk, coherence, smoothing } = health;
  const kinds = populations.map(
    ({ name, complexity, length }) =>
      `  ${name}: complexity N(${complexity.mean}, ${complexity.deviation}) each update, ` +
      `text length log-normal, median ${length.median}, log-sd ${length.logDeviation}`,
  );
  return [
    'Assumptions',
    `  Made-up agents, not real ones: ${agents} of each kind (seeds 1 to ${agents}), ${updatesPerAgent} updates each.`,
    ...kinds,
    `  parameters: each of 128 goes up or down by |N(0, ${calmStep})| an update; ${keywordShare * 100} % of replies hit one keyword`,
    `  a fault begins at update ${onset} and stays; each update from there on counts as faulty, each before as healthy`,
    `  both profiles judge the same reports; score: smoothed risk (calibrated), risk (reference)`,
    `  thresholds: risk ${risk.healthy} / ${risk.degraded}, coherence ${coherence.healthy} / ${coherence.degraded}, smoothing ${smoothing}`,
    '  complexity +.5 counts as a fault here, though a larger task need not be one',
    '  What real sessions do is in the last table alone.',
  ];
}

function falseAlarmRows({ falseAlarms }: Measured): string[][] {
  const heading = ['', 'profile', 'not healthy', 'critical', 'agents ever critical'];
  const rows = Object.entries(falseAlarms).flatMap(([population, byProfile]) =>
    profiles.map((profile) => [population, profile, ...falseAlarmCells(byProfile[profile])]),
  );
  return [heading, ...rows];
}

function falseAlarmCells({ notHealthy, critical, agentsCritical }: FalseAlarms): string[] {
  return [notHealthy, critical, agentsCritical].map(percent);
}

function detectionRows({ detection, pooled, pooledUncontested }: Measured): string[][] {
  const heading = ['', 'profile', 'degraded at', 'critical at', 'ROC area'];
  const rows = faultNames.flatMap((fault) =>
    profiles.map((profile) => [fault, profile, ...detectionCells(detection[fault]?.[profile])]),
  );
  const sums = [
    ['all faults', pooled],
    [`all but ${contested}`, pooledUncontested],
  ] as const;
  const all = sums.flatMap(([name, rocs]) =>
    profiles.map((profile) => [name, profile, '', '', rocs[profile].area.toFixed(3)]),
  );
  return [heading, ...rows, ...all];
}

function detectionCells(detection: Detection | undefined): string[] {
  if (detection === undefined) return [];
  const { degraded, critical, roc } = detection;
  return [showDelay(degraded), showDelay(critical), roc.area.toFixed(3)];
}

function replayRows({ replayed }: Measured): string[][] {
  const names = ['stuck', 'failing', 'repeating'] as const;
  const heading = ['', 'sessions', 'calls', ...names, 'profile', 'not healthy', 'critical'];
  const rows = Object.entries(replayed).flatMap(([name, counted]) => {
    const facts = names.map((fact) => countOf(counted[fact], counted));
    const start = [name, String(counted.sessions), String(counted.calls), ...facts];
    return profiles.map((profile) => [
      ...start,
      profile,
      ...everCells(counted.health[profile], counted),
    ]);
  });
  return [heading, ...rows];
}

/** Source: `scales` of server/monitor/features. */
const aboutCoherence = [
  '  Real work comes near 0.85 without harm. A failed command moves two of the seven features (failures, failing',
  '  commands), an edit a third: a developer who edits, sees a test fail, edits and sees it fail again moves all',
  '  three to and fro. Kept up for ever this settles at 0.87; only while the share of failing commands still grows',
  '  does it come to 0.85. Each feature is smoothed by 0.2, so that a call moves none by more: C is at least 0.626,',
  '  and coherence alone never makes a measured session critical.',
];

function coherenceRows({ replayed }: Measured): string[][] {
  return Object.entries(replayed).map(([name, { lowestCoherence }]) => {
    const { least, p05, median } = lowestCoherence;
    return [name, ...[least, p05, median].map((value) => value.toFixed(3))];
  });
}

function recordedRows({ recorded }: Measured): string[][] {
  const heading = ['', 'updates', 'profile', 'not healthy', 'critical'];
  const rows = Object.entries(recorded).flatMap(([file, healths]) =>
    profiles.map((profile) => [
      file,
      String(healths[profile].length),
      profile,
      ...shares(healths[profile]),
    ]),
  );
  return [heading, ...rows];
}

function shares(healths: readonly Health[]): string[] {
  const share = (matches: (health: Health) => boolean): string =>
    percent(healths.filter(matches).length / healths.length);
  return [share((health) => health !== 'healthy'), share((health) => health === 'critical')];
}

function everCells({ degraded, critical }: EverHealth, of: Replayed): string[] {
  return [degraded, critical].map((count) => countOf(count, of));
}

function countOf(count: number, { sessions }: Replayed): string {
  return `${count} (${percent(count / sessions)})`;
}

function showDelay({ median, p95, reached }: Delay): string {
  return `${median ?? 'never'} / ${p95 ?? 'never'} (${percent(reached)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function tabulate(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd(),
  );
}
