/** User timing, by the names that the bench and the developer tools of the window find it under. */
const shown = 'watchstander: agents shown';
const drawn = 'watchstander: charts drawn';

/** The agents are on the page for the first time. */
export function noteShown(): void {
  if (window.performance.getEntriesByName(shown).length === 0) window.performance.mark(shown);
}

/** Call it before the charts are given their data; what it returns, when they were asked to draw. */
export function timeDrawing(): () => void {
  const start = window.performance.now();
  return () => {
    // uPlot draws in a microtask of its own; this one comes behind them.
    queueMicrotask(() => {
      window.performance.clearMeasures(drawn);
      window.performance.measure(drawn, { start });
    });
  };
}
