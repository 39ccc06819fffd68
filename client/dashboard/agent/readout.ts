import { make, makeSvg, setText } from '../element.ts';
import { dashes } from '../chart/theme.ts';
import { measureName, type Panel } from '../chart/panels.ts';
import type { Measure } from '../points.ts';
import { showValue } from '../format.ts';
import type { Words } from '../words.ts';
import type { Subject } from './subject.ts';

/** Over each chart: its name, and each of its lines with the value at the cursor. */
export class Readout {
  readonly root: HTMLElement;
  private readonly values = new Map<Measure, HTMLElement>();

  constructor(panel: Panel, words: Words) {
    const items = panel.measures.map((measure) => {
      const value = make('span', { class: 'value' });
      this.values.set(measure, value);
      const name = make('span', { class: 'name' }, measureName(measure, words));
      return make('span', { class: 'reading' }, swatch(measure, panel), name, value);
    });
    const title = make('h2', {}, words[panel.title]);
    this.root = make('div', { class: 'panel-head' }, title, make('div', {}, ...items));
  }

  /** @param at of the subject's points; -1 shows none. */
  show({ points }: Subject, at: number): void {
    for (const [measure, value] of this.values) {
      const shown = points[measure][at];
      setText(value, shown === undefined ? '–' : showValue(shown));
    }
  }
}

/** A piece of the line as it is drawn. */
function swatch(measure: Measure, { measures }: Panel): SVGElement {
  const dash = measures.length > 1 ? dashes[measure]?.join(' ') : undefined;
  const line = makeSvg('path', {
    d: 'M1 5H23',
    ...(dash === undefined ? {} : { 'stroke-dasharray': dash }),
  });
  return makeSvg('svg', { class: `swatch ${measure}`, viewBox: '0 0 24 10' }, line);
}
