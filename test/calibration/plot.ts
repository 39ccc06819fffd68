import { profiles, type Profile } from '../../shared/model.ts';
import type { Measured } from './measure.ts';
import { contested, faultNames, type FaultName } from './population.ts';
import type { RocPoint } from './roc.ts';

/** Side of one panel, and the room around it; px. */
const panel = { side: 360, left: 64, top: 56, gap: 72, legend: 200 };
const width = panel.left + 2 * panel.side + panel.gap + panel.legend;
const height = panel.top + panel.side + 64;

/** Told apart by people with any colour vision (Okabe and Ito). */
const colours: Readonly<Record<FaultName, string>> = {
  'drift [.1]x3': '#56b4e9',
  'drift [.3]x3': '#0072b2',
  'random parameters': '#d55e00',
  'slide .05': '#e69f00',
  'three keywords': '#cc79a7',
  stuck: '#009e73',
  'complexity +.5': '#999999',
  'mild mix': 'currentColor',
};

/** On a ground of its own: whatever page it is shown on, what is read stands on what it was made for. */
const style = `
svg { color: #1f2328; }
.ground { fill: #ffffff; }
text { fill: currentColor; }
.quiet { opacity: 0.7; }
.grid { stroke: currentColor; opacity: 0.15; }
.chance { stroke: currentColor; opacity: 0.45; stroke-dasharray: 3 4; }
.curve { fill: none; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  svg { color: #e6edf3; }
  .ground { fill: #0d1117; }
}
`;

/** ROC curves of each fault, both profiles side by side, as SVG. */
export function plotRoc(measured: Measured): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>ROC curves of each fault, ${profiles.join(' and ')} side by side</title>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="6"/>`,
    ...profiles.map((profile, at) => plotPanel(measured, profile, leftOf(at))),
    plotLegend(measured),
    '</svg>',
    '',
  ].join('\n');
}

function leftOf(at: number): number {
  return panel.left + at * (panel.side + panel.gap);
}

function plotPanel(measured: Measured, profile: Profile, left: number): string {
  const area = measured.pooled[profile].area.toFixed(3);
  const uncontested = measured.pooledUncontested[profile].area.toFixed(3);
  const middle = left + panel.side / 2;
  const curves = faultNames.map((fault) => {
    const points = measured.detection[fault]?.[profile].roc.points ?? [];
    return drawCurve(points, left, colours[fault]);
  });
  return [
    `<text x="${middle}" y="24" text-anchor="middle" font-size="15">${profile}</text>`,
    `<text x="${middle}" y="42" text-anchor="middle" class="quiet">area over all faults ${area} (${uncontested} without ${contested})</text>`,
    drawGrid(left),
    ...curves,
    `<text x="${middle}" y="${panel.top + panel.side + 40}" text-anchor="middle">healthy updates called faulty</text>`,
  ].join('\n');
}

function drawGrid(left: number): string {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => {
    const [x, y] = place([share, share], left);
    const label = share.toFixed(1);
    return [
      `<path d="M${left} ${y}h${panel.side}M${x} ${panel.top}v${panel.side}" class="grid"/>`,
      `<text x="${x}" y="${panel.top + panel.side + 18}" text-anchor="middle" class="quiet">${label}</text>`,
      `<text x="${left - 8}" y="${y + 4}" text-anchor="end" class="quiet">${label}</text>`,
    ].join('\n');
  });
  const chance = `M${place([0, 0], left).join(' ')}L${place([1, 1], left).join(' ')}`;
  return `${ticks.join('\n')}\n<path d="${chance}" class="chance"/>`;
}

function drawCurve(points: readonly RocPoint[], left: number, colour: string): string {
  const path = points.map((point) =>
    place(point, left)
      .map((at) => at.toFixed(1))
      .join(' '),
  );
  return `<path class="curve" d="M${path.join('L')}" stroke="${colour}"/>`;
}

function place([falseAlarms, detected]: RocPoint, left: number): [x: number, y: number] {
  return [left + falseAlarms * panel.side, panel.top + (1 - detected) * panel.side];
}

function plotLegend(measured: Measured): string {
  const left = leftOf(1) + panel.side + 20;
  const rows = faultNames.map((fault, at) => {
    const y = panel.top + 24 + at * 34;
    const areas = profiles.map((profile) =>
      measured.detection[fault]?.[profile].roc.area.toFixed(3),
    );
    return [
      `<path d="M${left} ${y}h20" stroke="${colours[fault]}" stroke-width="3"/>`,
      `<text x="${left + 28}" y="${y + 4}">${fault}</text>`,
      `<text x="${left + 28}" y="${y + 18}" class="quiet" font-size="11">${areas.join(' · ')}</text>`,
    ].join('\n');
  });
  const heading = `<text x="${left}" y="${panel.top}" class="quiet">fault, and area in each</text>`;
  const axis = `<text transform="translate(18 ${panel.top + panel.side / 2}) rotate(-90)" text-anchor="middle">faulty updates called faulty</text>`;
  return [heading, ...rows, axis].join('\n');
}
