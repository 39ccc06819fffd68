import { parameterCount, type Health } from '../../../shared/model.ts';

/**
 * A made-up fleet whose members come out as their names say in the default policy (the calibrated
 * profile): a test holds each to it. Pure: the same seed gives the same reports.
 */

/** Arguments of `process_agent_update`, but for the id. */
export interface Report {
  readonly parameters: readonly number[];
  readonly ethical_drift: readonly number[];
  readonly response_text: string;
  readonly complexity: number;
}

export interface Member {
  readonly id: string;
  /** What it has become after `settledAfter` reports, and stays. */
  readonly becomes: Health;
  readonly settledAfter: number;
  /** So many reports are its past; from then on it reports every few seconds. */
  readonly past: number;
  /** Why a person pauses it now; null for those that go on reporting. */
  readonly pausedBecause: string | null;
  /** Endless; the first report is the first value. */
  readonly reports: () => Generator<Report, never>;
}

/** So much chaos is in the past of the one that recovers. */
const chaoticReports = 8;

const ordinary = { becomes: 'healthy', settledAfter: 4, past: 4, pausedBecause: null } as const;

export const fleet: readonly Member[] = [
  { ...ordinary, id: 'demo/steady-docs', reports: () => steady(1) },
  { ...ordinary, id: 'demo/steady-tests', reports: () => steady(2) },
  {
    ...ordinary,
    id: 'demo/unsettled-refactor',
    becomes: 'degraded',
    settledAfter: 12,
    past: 12,
    reports: () => unsettled(3),
  },
  {
    ...ordinary,
    id: 'demo/chaotic-migration',
    becomes: 'critical',
    settledAfter: 6,
    past: 6,
    reports: () => chaotic(4),
  },
  // Critical at first: its recovery can be watched.
  {
    ...ordinary,
    id: 'demo/recovering-api',
    settledAfter: 24,
    past: chaoticReports,
    reports: () => recovering(5),
  },
  {
    ...ordinary,
    id: 'demo/paused-release',
    pausedBecause: 'waits for the release branch',
    reports: () => steady(6),
  },
];

/** Ordinary work: the parameters hardly move, the length of the answers varies. */
function* steady(seed: number): Generator<Report, never> {
  const random = noise(seed);
  const base = Array.from({ length: parameterCount }, () => random());
  for (;;) yield calm(base, random);
}

/** Drifts from what it was asked to do by a constant amount: 0.17 to 0.21 of the risk. */
function* unsettled(seed: number): Generator<Report, never> {
  const random = noise(seed);
  const base = Array.from({ length: parameterCount }, () => random());
  for (;;) {
    const each = 0.1 + 0.02 * random();
    yield { ...calm(base, random), ethical_drift: [each, each, each] };
  }
}

/** Nothing of it is as it was a moment ago. */
function* chaotic(seed: number): Generator<Report, never> {
  const random = noise(seed);
  for (;;) {
    const parameters = Array.from({ length: parameterCount }, () => random());
    yield { ...calm(parameters, random), ethical_drift: [0.1, 0.1, 0.1] };
  }
}

/** Chaos first, then ordinary work for good. */
function* recovering(seed: number): Generator<Report, never> {
  const chaos = chaotic(seed);
  for (let report = 0; report < chaoticReports; report += 1) yield chaos.next().value;
  for (const report of steady(seed)) yield report;
  throw new Error('A steady agent never ends.');
}

function calm(base: readonly number[], random: () => number): Report {
  const sentence = 'Looked at the next file and changed what was asked for. ';
  return {
    parameters: base.map((value) => value + 0.007 * (random() - 0.5)),
    ethical_drift: [0, 0, 0],
    response_text: sentence.repeat(4 + Math.floor(4 * random())),
    complexity: 0.4 + 0.1 * random(),
  };
}

/** The same in every run, 0 to 1; not random enough for anything but a show. */
function noise(seed: number): () => number {
  let turn = 0;
  return () => {
    turn += 1;
    const wave = Math.sin(seed * 12.9898 + turn * 78.233) * 43_758.5453;
    return wave - Math.floor(wave);
  };
}
