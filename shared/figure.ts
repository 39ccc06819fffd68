/**
 * Two decimals, rounded down so that 0.599 never reads as having reached 0.60. The server has the same
 * for its sentences, because governance knows the model and nothing else; a test holds both together.
 */
export function showFigure(value: number): string {
  return (Math.floor(value * 100 + 1e-9) / 100).toFixed(2);
}
