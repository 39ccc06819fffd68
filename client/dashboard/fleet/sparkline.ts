import { showFigure } from '../../../shared/figure.ts';
import { makeSvg } from '../element.ts';
import { fill, type Words } from '../words.ts';
import { trendPath, trendTop } from './trend.ts';

/** A few points of risk as a line of text height; what it shows is also said. */
export function sparkline(values: readonly number[] | undefined, words: Words): SVGElement {
  const known = values ?? [];
  const first = known[0];
  const last = known.at(-1);
  const isSeen = first !== undefined && last !== undefined && known.length > 1;
  const label = isSeen
    ? fill(
        words.trendOf,
        known.length,
        showFigure(first),
        showFigure(last),
        showFigure(Math.max(...known)),
      )
    : words.noTrend;
  const attributes = { viewBox: '0 0 1 1', preserveAspectRatio: 'none', class: 'sparkline' };
  const line = makeSvg('path', { d: isSeen ? trendPath(known, trendTop) : 'M0 1L1 1' });
  line.classList.toggle('unknown', !isSeen);
  return makeSvg('svg', { ...attributes, role: 'img', 'aria-label': label }, line);
}
