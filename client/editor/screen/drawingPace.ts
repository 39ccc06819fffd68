import type { Clock } from '../../../shared/clock.ts';
import { Pace } from '../../../shared/pace.ts';

/**
 * VS Code debounces tree events by 200 ms and starts over with each one: events that come faster
 * refresh a tree once and then never. So two are never closer than this.
 */
const periodMs = 250;

/** How often what is on the screen is drawn anew. */
export function drawingPace(clock: Clock, draw: () => void): Pace {
  return new Pace(clock, periodMs, draw);
}
