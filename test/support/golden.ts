import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The golden scenarios, decoded. Their notation is described in `fixtures/golden/README.md`. */

export const goldenFolder = join(import.meta.dirname, '../fixtures/golden');

export const scenarioNames = [
  'steady',
  'random_walk',
  'random_params',
  'step_change',
  'high_drift',
  'seed_recovery',
  'nonfinite',
  'vector_lengths',
  'long_texts',
  'blocklist',
  'void_inducing',
  'history_1200',
  'mixed',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What `process_agent_update` is called with, but for `agent_id`. May hold NaN and ±∞. */
export interface GoldenArguments {
  readonly parameters: number[];
  readonly ethical_drift: number[];
  readonly response_text: string;
  /** Absent where the default applies. */
  readonly complexity?: number;
}

/** The reference model's answer, by column; `health_ref` and `status` are not ours. */
export interface GoldenExpected {
  readonly E: number;
  readonly I: number;
  readonly S: number;
  readonly V: number;
  readonly coherence: number;
  readonly lambda1: number;
  readonly risk: number;
  readonly void_active: boolean;
  readonly action: string;
  readonly health: string;
  readonly void_threshold: number;
  readonly pi_integral: number;
  readonly temperature: number;
  readonly top_p: number;
  readonly max_tokens: number;
  readonly time: number;
  readonly updates: number;
}

export interface GoldenUpdate {
  readonly arguments: GoldenArguments;
  readonly expected: GoldenExpected;
}

type Token = number | 'NaN' | 'Infinity' | '-Infinity';

interface VectorNotation {
  readonly fill?: Token;
  readonly head?: readonly Token[];
  readonly values?: readonly Token[];
  readonly n?: number;
  readonly lcg?: number;
  readonly lo?: number;
  readonly hi?: number;
  readonly set?: readonly (readonly [number, Token])[];
}

type TextNotation = string | { readonly rep: string; readonly k: number; readonly then?: string };

interface UpdateNotation {
  readonly in: {
    readonly p: VectorNotation;
    readonly d: readonly Token[];
    readonly t: TextNotation;
    readonly c: Token | null;
  };
  readonly out: readonly unknown[];
}

interface ScenarioNotation {
  readonly columns: readonly string[];
  readonly updates: readonly UpdateNotation[];
}

export function readScenario(name: ScenarioName): GoldenUpdate[] {
  const text = readFileSync(join(goldenFolder, `${name}.json`), 'utf8');
  const scenario = JSON.parse(text) as ScenarioNotation;
  return scenario.updates.map((update) => decodeUpdate(update, scenario.columns));
}

/** JSON and the MCP door carry finite numbers only: whether this update can be sent through them. */
export function isSendable({ parameters, ethical_drift, complexity }: GoldenArguments): boolean {
  return [...parameters, ...ethical_drift, complexity ?? 0].every(Number.isFinite);
}

function decodeUpdate(
  { in: given, out }: UpdateNotation,
  columns: readonly string[],
): GoldenUpdate {
  const complexity = given.c === null ? {} : { complexity: decodeNumber(given.c) };
  const entries = columns.map((column, at): [string, unknown] => [column, out[at]]);
  return {
    arguments: {
      parameters: decodeVector(given.p),
      ethical_drift: given.d.map(decodeNumber),
      response_text: decodeText(given.t),
      ...complexity,
    },
    expected: Object.fromEntries(entries) as unknown as GoldenExpected,
  };
}

function decodeNumber(token: Token): number {
  return Number(token);
}

function decodeVector(notation: VectorNotation): number[] {
  const values = baseVector(notation);
  for (const [at, value] of notation.set ?? []) values[at] = decodeNumber(value);
  return values;
}

function baseVector({ values, lcg, lo, hi, head, fill, n }: VectorNotation): number[] {
  if (values !== undefined) return values.map(decodeNumber);
  const length = n ?? 0;
  if (lcg !== undefined) return generate(lcg, length, [lo ?? 0, hi ?? 1]);
  const vector = (head ?? []).map(decodeNumber);
  while (vector.length < length) vector.push(decodeNumber(fill ?? 0));
  return vector;
}

function generate(seed: number, length: number, [lo, hi]: readonly [number, number]): number[] {
  let x = seed;
  return Array.from({ length }, () => {
    x = (1664525 * x + 1013904223) % 2 ** 32;
    return lo + (hi - lo) * (x / 4294967296);
  });
}

function decodeText(text: TextNotation): string {
  return typeof text === 'string' ? text : text.rep.repeat(text.k) + (text.then ?? '');
}
