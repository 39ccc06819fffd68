/**
 * Which points to draw when there are more than pixels. For each pixel column the first and the last
 * point, and of each series the lowest and the highest: what is left out lies within what is drawn, so
 * no peak is hidden. Returns places in order; all of them when they are few.
 *
 * @param times in order; @param series columns as long as `times`.
 */
export function thin(
  times: readonly number[],
  series: readonly (readonly number[])[],
  view: { readonly fromMs: number; readonly toMs: number },
  widthPx: number,
): number[] {
  const count = times.length;
  if (count <= 2 * widthPx) return Array.from(times, (_, at) => at);
  const kept: number[] = [];
  const pixelOf = (at: number): number =>
    Math.floor((((times[at] ?? 0) - view.fromMs) / (view.toMs - view.fromMs)) * widthPx);
  for (let start = 0; start < count;) {
    const pixel = pixelOf(start);
    let end = start + 1;
    while (end < count && pixelOf(end) === pixel) end += 1;
    keepExtremes(kept, series, start, end);
    start = end;
  }
  return kept;
}

/** Appends the places of one pixel, in order and each once. */
function keepExtremes(
  kept: number[],
  series: readonly (readonly number[])[],
  start: number,
  end: number,
): void {
  const places = new Set([start, end - 1]);
  for (const values of series) {
    let [low, high] = [start, start];
    for (let at = start + 1; at < end; at += 1) {
      const value = values[at] ?? 0;
      if (value < (values[low] ?? 0)) low = at;
      if (value > (values[high] ?? 0)) high = at;
    }
    places.add(low).add(high);
  }
  kept.push(...[...places].sort((a, b) => a - b));
}
