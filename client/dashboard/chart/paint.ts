import type uPlot from 'uplot';
import type { Scene } from './chart.ts';
import type { Limit, Panel } from './panels.ts';
import type { ChartTheme } from './theme.ts';

/** Behind the lines: what values mean, and when the agent was paused. */
export function paintAreas(plot: uPlot, panel: Panel, scene: Scene, theme: ChartTheme): void {
  const { ctx, bbox } = plot;
  ctx.save();
  clipToPlot(plot);
  ctx.globalAlpha = theme.fill;
  for (const { from, to, level } of panel.bands(scene.limits)) {
    ctx.fillStyle = theme[level];
    const [bottom, top] = [yOf(plot, from), yOf(plot, to)];
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  // What drew before us leaves its dashes.
  ctx.setLineDash([]);
  ctx.lineWidth = devicePixelRatio;
  ctx.strokeStyle = theme.muted;
  ctx.globalAlpha = 0.35;
  for (const { fromMs, toMs } of scene.paused) hatch(plot, xOf(plot, fromMs), xOf(plot, toMs));
  ctx.restore();
}

/** Over the lines: where one health ends, in words. */
export function paintLimits(
  plot: uPlot,
  panel: Panel,
  scene: Scene,
  { theme, limitLabel }: { theme: () => ChartTheme; limitLabel: (limit: Limit) => string },
): void {
  const { ctx, bbox } = plot;
  const { font, ...colors } = theme();
  ctx.save();
  clipToPlot(plot);
  ctx.lineWidth = devicePixelRatio;
  ctx.font = font.replace(/^(\d+)px/u, (_, px: string) => `${Number(px) * devicePixelRatio}px`);
  ctx.textAlign = 'left';
  for (const limit of panel.limits(scene.limits)) {
    const y = Math.round(yOf(plot, limit.value)) + 0.5;
    ctx.strokeStyle = ctx.fillStyle = colors[limit.level];
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // In the area that it names.
    ctx.textBaseline = limit.side === 'above' ? 'bottom' : 'top';
    const gap = (limit.side === 'above' ? -2 : 3) * devicePixelRatio;
    ctx.fillText(limitLabel(limit), bbox.left + 6 * devicePixelRatio, y + gap);
  }
  ctx.restore();
}

function clipToPlot({ ctx, bbox }: uPlot): void {
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
}

/** Slanted lines, told from a filled area without colours. */
function hatch({ ctx, bbox }: uPlot, left: number, right: number): void {
  const step = 7 * devicePixelRatio;
  const { top, height } = bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, Math.max(1, right - left), height);
  ctx.clip();
  ctx.beginPath();
  // Only what is in sight: a pause may be far longer.
  const start = Math.max(left, bbox.left) - height;
  const end = Math.min(right, bbox.left + bbox.width);
  for (let x = start - (start % step); x < end; x += step) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function yOf(plot: uPlot, value: number): number {
  if (value === Number.POSITIVE_INFINITY) return plot.bbox.top;
  if (value === Number.NEGATIVE_INFINITY) return plot.bbox.top + plot.bbox.height;
  return plot.valToPos(value, 'y', true);
}

function xOf(plot: uPlot, ms: number): number {
  return plot.valToPos(ms, 'x', true);
}
