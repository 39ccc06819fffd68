import { makeSvg } from './element.ts';
import type { AgentLine } from './messages.ts';

/** Each standing has a shape of its own, so that none is told by its colour alone. 16 × 16. */
const shapes: Readonly<Record<AgentLine['standing'], string>> = {
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z M5.5 5.5l5 5m0-5l-5 5',
  degraded: 'M8 1.5l7 13H1z M8 6v4.2m0 1.6v.6',
  unknown: 'M8 1.5a6.5 6.5 0 1 0 .01 0z',
  healthy: 'M8 1.5a6.5 6.5 0 1 0 .01 0z M5 8.2l2.2 2.3L11.2 6',
  paused: 'M5.5 3v10m5-10v10',
  ended: 'M8 1.5a6.5 6.5 0 1 0 .01 0z M3.6 12.4l8.8-8.8',
  archived: 'M1.5 2.5h13v3h-13z M2.5 5.5v8h11v-8 M6 8.5h4',
};

/** Beside the word that it stands for, so a screen reader has no need of it. */
export function icon(standing: AgentLine['standing']): SVGElement {
  const path = makeSvg('path', { d: shapes[standing] });
  const attributes = { viewBox: '0 0 16 16', class: `icon ${standing}`, 'aria-hidden': 'true' };
  return makeSvg('svg', attributes, path);
}
