import type { HealthSettings } from '../../server/governance/settings.ts';
import type { Health } from '../../shared/model.ts';
import {
  contested,
  faultNames,
  onset,
  populations,
  updatesPerAgent,
  type FaultName,
} from './population.ts';
import { readRecordings, reportsOf } from './recordings.ts';
import { judgeFailures, judgeReports, replay, type Replayed } from './replay.ts';
import { rocOf, type Roc } from './roc.ts';
import { readSessions, transcripts } from './transcripts.ts';
import { byProfile, runTrial, type ByProfile, type Trace } from './trial.ts';

/** What is said of agents that have no fault; shares of updates. */
export interface FalseAlarms {
  readonly notHealthy: number;
  readonly critical: number;
  /** Share of agents that were ever critical. */
  readonly agentsCritical: number;
}

/** Updates from the onset to the level, the onset being 1. */
export interface Delay {
  readonly median: number | null;
  readonly p95: number | null;
  /** Share of agents that reached it at all. */
  readonly reached: number;
}

export interface Detection {
  readonly degraded: Delay;
  readonly critical: Delay;
  readonly roc: Roc;
}

export interface Measured {
  readonly agents: number;
  readonly health: HealthSettings;
  /** By population. */
  readonly falseAlarms: Readonly<Record<string, ByProfile<FalseAlarms>>>;
  /** By fault, over all populations. */
  readonly detection: Readonly<Record<string, ByProfile<Detection>>>;
  /** Over all faults. */
  readonly pooled: ByProfile<Roc>;
  /** Over all faults but the contested one. */
  readonly pooledUncontested: ByProfile<Roc>;
  /** By file of recorded sessions. */
  readonly replayed: Readonly<Record<string, Replayed>>;
  /** By file of exported histories, update by update. */
  readonly recorded: Readonly<Record<string, ByProfile<readonly Health[]>>>;
  /** After the first failure in a row, the second, …; calibrated. */
  readonly failures: readonly Health[];
}

/** @param agents seeds 1 to this of each population. */
export function measure(agents: number, health: HealthSettings): Measured {
  const seeds = Array.from({ length: agents }, (_, at) => at + 1);
  const calm = populations.map((population) => {
    const traces = seeds.map((seed) => runTrial({ population, seed, fault: null }, health));
    return [
      population.name,
      byProfile((profile) => countFalseAlarms(traces.map((trace) => trace[profile]))),
    ] as const;
  });
  const faulty = faultNames.map((fault) => [fault, runFault(fault, seeds, health)] as const);
  const uncontested = faulty.filter(([fault]) => fault !== contested);
  const detection = faulty.map(([fault, traces]) => [
    fault,
    byProfile((profile) => detect(traces[profile])),
  ]);
  return {
    agents,
    health,
    falseAlarms: Object.fromEntries(calm),
    detection: Object.fromEntries(detection) as Measured['detection'],
    pooled: pool(faulty),
    pooledUncontested: pool(uncontested),
    replayed: Object.fromEntries(
      transcripts.map((name) => [name, replay(readSessions(name), health)]),
    ),
    recorded: Object.fromEntries(
      readRecordings().map((one) => [one.file, judgeReports(reportsOf(one), health)]),
    ),
    failures: judgeFailures(8, health),
  };
}

function pool(faulty: readonly (readonly [FaultName, ByProfile<Trace[]>])[]): ByProfile<Roc> {
  return byProfile((profile) => rocOfAll(faulty.flatMap(([, traces]) => traces[profile])));
}

function runFault(
  fault: FaultName,
  seeds: readonly number[],
  health: HealthSettings,
): ByProfile<Trace[]> {
  const trials = populations.flatMap((population) =>
    seeds.map((seed) => runTrial({ population, seed, fault }, health)),
  );
  return byProfile((profile) => trials.map((trace) => trace[profile]));
}

function countFalseAlarms(traces: readonly Trace[]): FalseAlarms {
  const updates = traces.length * updatesPerAgent;
  const count = (matches: (health: Health) => boolean): number =>
    traces.reduce((sum, { healths }) => sum + healths.filter(matches).length, 0);
  const everCritical = traces.filter(({ healths }) => healths.includes('critical'));
  return {
    notHealthy: count((health) => health !== 'healthy') / updates,
    critical: count((health) => health === 'critical') / updates,
    agentsCritical: everCritical.length / traces.length,
  };
}

function detect(traces: readonly Trace[]): Detection {
  const afterOnset = traces.map(({ healths }) => healths.slice(onset));
  return {
    degraded: delayOf(afterOnset.map((healths) => healths.findIndex((each) => each !== 'healthy'))),
    critical: delayOf(afterOnset.map((healths) => healths.indexOf('critical'))),
    roc: rocOfAll(traces),
  };
}

/** @param places of the first match in each trace, −1 for none. */
function delayOf(places: readonly number[]): Delay {
  const delays = places
    .map((place) => (place < 0 ? Infinity : place + 1))
    .sort((one, other) => one - other);
  const reached = places.filter((place) => place >= 0).length / places.length;
  return { median: quantile(delays, 0.5), p95: quantile(delays, 0.95), reached };
}

/** Of sorted values; null where it is not finite. */
function quantile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity;
  return Number.isFinite(value) ? value : null;
}

function rocOfAll(traces: readonly Trace[]): Roc {
  const healthy = new Float64Array(traces.length * onset);
  const faulty = new Float64Array(traces.length * (updatesPerAgent - onset));
  traces.forEach(({ scores }, at) => {
    healthy.set(scores.subarray(0, onset), at * onset);
    faulty.set(scores.subarray(onset), at * (updatesPerAgent - onset));
  });
  return rocOf(healthy, faulty);
}
