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

/** A point as its transaction has it: made when somebody asks, after a start has answered. */
export interface UnreadPoint {
  readonly stored: StoredPoint;
  readonly version: number;
  readonly requestId: string | null;
}

/** A point in memory, whichever way. */
export type KeptPoint = HistoryPoint | UnreadPoint;

export function isUnread(point: KeptPoint): point is UnreadPoint {
  return 'stored' in point;
}

const numbersPerPoint = 9;

function readNumbers(vector: Float64Array, start: number): Partial<HistoryPoint> {
  const at = (place: number): number => vector[start + place] ?? 0;
  return {
    ...{ time: at(0), E: at(1), I: at(2), S: at(3), V: at(4), coherence: at(5) },
    ...{ risk: at(6), risk_raw: at(7), lambda1: at(8) },
  };
}

/** Points of one agent, column by column: a third of their size one by one. */
export interface StoredPoints {
  readonly agent: string;
  readonly versions: string;
  /** One point after the other. */
  readonly numbers: string;
  readonly rest: Readonly<Record<string, readonly unknown[]>>;
}

export function storePoints(agent: string, points: readonly KeptPoint[]): StoredPoints {
  const rows: string[] = [];
  const rest: Record<string, unknown[]> = {};
  for (const [at, point] of points.entries()) {
    const { stored, requestId } = isUnread(point) ? point : unread(point);
    const { numbers, ...others } = stored;
    rows.push(numbers);
    for (const key in others) (rest[key] ??= [])[at] = others[key];
    (rest['request_id'] ??= [])[at] = requestId;
  }
  const versions = encodeVector(points.map((point) => point.version));
  // 72 bytes each, which base64 takes in whole groups: the texts in a row are the text of the row.
  return { agent, versions, numbers: rows.join(''), rest };
}

function unread({ version, request_id, ...point }: HistoryPoint): UnreadPoint {
  return { stored: storePoint(point), version, requestId: request_id };
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
