import type { Measured, Report } from './report.ts';
import { showNumber } from './table.ts';

/** px */
const label = 260;
const bar = { length: 420, height: 18, gap: 12 };
const panelTop = 44;
const width = label + bar.length + 130;

const colours = { bar: '#0072b2', spread: '#000', target: '#d55e00', quiet: '#555' };

/** Medians as bars, min and max as a line through each, targets as a mark; a panel for each unit. */
export function plotReport(report: Report): string {
  const panels = panelsOf(report);
  const drawn: string[] = [];
  let top = 0;
  for (const [title, figures] of panels) {
    drawn.push(drawPanel(title, figures, top));
    top += panelHeight(figures);
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top + 30}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${top + 30}" fill="#fff"/>`,
    ...drawn,
    `<text x="16" y="${top + 14}" fill="${colours.quiet}">bar: median; line: min to max; orange: target</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function panelsOf({ results }: Report): Map<string, Measured[]> {
  const panels = new Map<string, Measured[]>();
  for (const figure of results.flatMap(({ figures }) => figures)) {
    if (figure.panel === undefined) continue;
    panels.set(figure.panel, [...(panels.get(figure.panel) ?? []), figure]);
  }
  return panels;
}

function panelHeight(figures: readonly Measured[]): number {
  return panelTop + figures.length * (bar.height + bar.gap) + 16;
}

function drawPanel(title: string, figures: readonly Measured[], top: number): string {
  const unit = figures[0]?.unit ?? '';
  const ends = figures.flatMap(({ max, verdicts }) => [max, ...verdicts.map(({ bound }) => bound)]);
  const perPx = Math.max(...ends) / bar.length;
  const rows = figures.map((figure, at) =>
    drawBar(figure, perPx, top + panelTop + at * (bar.height + bar.gap)),
  );
  const heading = `<text x="16" y="${top + 28}" font-size="15">${escape(title)}, ${escape(unit)}</text>`;
  return [heading, ...rows].join('\n');
}

function drawBar(figure: Measured, perPx: number, y: number): string {
  const at = (value: number): string => (label + value / perPx).toFixed(1);
  const { name, min, median, max, verdicts } = figure;
  const middle = y + bar.height / 2;
  const length = (median / perPx).toFixed(1);
  const marks = verdicts.map(
    ({ bound }) =>
      `<path d="M${at(bound)} ${y - 3}v${bar.height + 6}" stroke="${colours.target}" stroke-width="3"/>`,
  );
  return [
    `<text x="${label - 10}" y="${middle + 4}" text-anchor="end">${escape(name)}</text>`,
    `<rect x="${label}" y="${y}" width="${length}" height="${bar.height}" fill="${colours.bar}"/>`,
    `<path d="M${at(min)} ${middle}H${at(max)}" stroke="${colours.spread}" stroke-width="2"/>`,
    ...marks,
    `<text x="${label + bar.length + 14}" y="${middle + 4}">${showNumber(median)}</text>`,
  ].join('\n');
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
