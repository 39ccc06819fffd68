/** Where the line of a trend goes: x and y from 0 to 1, y downwards, as SVG has it. */
export function trendPath(values: readonly number[], top: number): string {
  const last = Math.max(1, values.length - 1);
  const places = values.map((value, at) => {
    const y = 1 - Math.min(1, Math.max(0, value / top));
    return `${(at / last).toFixed(4)} ${y.toFixed(4)}`;
  });
  return places.length === 0 ? '' : `M${places.join('L')}`;
}

/** Risk that fills a trend; more is on its upper edge. */
export const trendTop = 0.5;
