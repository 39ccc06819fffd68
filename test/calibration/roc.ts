/** How well a score tells faulty updates from healthy ones, over all thresholds. */
export interface Roc {
  /** Share of pairs (healthy, faulty) that the score puts in order; ties count half. */
  readonly area: number;
  /** From (0, 0) to (1, 1), thinned. */
  readonly points: readonly RocPoint[];
}

export type RocPoint = readonly [falseAlarms: number, detected: number];

const maxPoints = 200;

/** Both must hold at least one score. */
export function rocOf(healthy: Float64Array, faulty: Float64Array): Roc {
  const low = Float64Array.from(healthy).sort();
  const high = Float64Array.from(faulty).sort();
  let [area, h, f] = [0, low.length, high.length];
  const points: RocPoint[] = [[0, 0]];
  // From the highest threshold down: all scores equal to it are passed at once.
  while (h > 0 || f > 0) {
    const threshold = Math.max(low[h - 1] ?? -Infinity, high[f - 1] ?? -Infinity);
    const [oldH, oldF] = [h, f];
    while (h > 0 && low[h - 1] === threshold) h -= 1;
    while (f > 0 && high[f - 1] === threshold) f -= 1;
    area += (oldH - h) * (high.length - (oldF + f) / 2);
    points.push([1 - h / low.length, 1 - f / high.length]);
  }
  return { area: area / (low.length * high.length), points: thin(points) };
}

/** Keeps points that are at least a step apart, and both ends. */
function thin(points: readonly RocPoint[]): RocPoint[] {
  let last: RocPoint = [-1, -1];
  return points.filter((point, at) => {
    const moved = point[0] - last[0] + (point[1] - last[1]);
    if (moved < 2 / maxPoints && at < points.length - 1) return false;
    last = point;
    return true;
  });
}
