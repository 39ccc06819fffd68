import type { HistoryPoint } from '../../../shared/model.ts';
import { decodeVector, encodeVector } from '../log/vectors.ts';

/** A point as a mutation brings it: its version and request are the commit's. */
export type NewPoint = Omit<HistoryPoint, 'version' | 'request_id'>;

/** The numbers as one vector, so that they stay exact; whatever else a point has stays JSON. */
export type StoredPoint = Readonly<Record<string, unknown>> & { readonly numbers: string };

export function storePoint(point: NewPoint): StoredPoint {
  const { time, E, I, S, V, coherence, risk, risk_raw, lambda1, ...rest } = point;
  const numbers = [time, E, I, S, V, coherence, risk, risk_raw, lambda1];
  return { ...rest, numbers: encodeVector(numbers) };
}

export function restorePoint(
  stored: StoredPoint,
  version: number,
  request_id: string | null,
): HistoryPoint {
  const { numbers, ...rest } = stored;
  return { ...rest, ...readNumbers(decodeVector(numbers), 0), version, request_id } as HistoryPoint;
}

const numbersPerPoint = 9;

function readNumbers(vector: Float64Array, start: number): Partial<HistoryPoint> {
  const numbers = vector.subarray(start, start + numbersPerPoint);
  const [time = 0, E = 0, I = 0, S = 0, V = 0, coherence = 0, risk = 0, risk_raw = 0, lambda1 = 0] =
    numbers;
  return { time, E, I, S, V, coherence, risk, risk_raw, lambda1 };
}

/** Points of one agent, column by column: a third of their size one by one. */
export interface StoredPoints {
  readonly agent: string;
  readonly versions: string;
  /** One point after the other. */
  readonly numbers: string;
  readonly rest: Readonly<Record<string, readonly unknown[]>>;
}

export function storePoints(agent: string, points: readonly HistoryPoint[]): StoredPoints {
  const numbers = new Float64Array(points.length * numbersPerPoint);
  const rest: Record<string, unknown[]> = {};
  for (const [at, point] of points.entries()) {
    const { version: _, time, E, I, S, V, coherence, risk, risk_raw, lambda1, ...others } = point;
    const row = [time, E, I, S, V, coherence, risk, risk_raw, lambda1];
    numbers.set(row, at * numbersPerPoint);
    for (const [key, value] of Object.entries(others)) (rest[key] ??= [])[at] = value;
  }
  const versions = encodeVector(points.map((point) => point.version));
  return { agent, versions, numbers: encodeVector(numbers), rest };
}

export function restorePoints(stored: StoredPoints): HistoryPoint[] {
  const numbers = decodeVector(stored.numbers);
  const columns = Object.entries(stored.rest);
  return [...decodeVector(stored.versions)].map((version, at) => {
    const rest: Record<string, unknown> = {};
    for (const [key, values] of columns) rest[key] = values[at];
    return { version, ...rest, ...readNumbers(numbers, at * numbersPerPoint) } as HistoryPoint;
  });
}
