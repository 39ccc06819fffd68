import uPlot from 'uplot';
import { timeLabels } from '../format.ts';
import { alignSeries, extentOf, type Drawn } from './aligned.ts';
import type { Span } from './lanes.ts';
import type { Limit, Limits, Panel } from './panels.ts';
import type { Interval } from './scale.ts';
import { dashes, type ChartTheme } from './theme.ts';
import { paintAreas, paintLimits } from './paint.ts';
import type { TimeView } from './view.ts';

/** Free at the left of every chart, so that all plots of the page stand in line. */
export const gutterPx = 56;
export const endPx = 28;

export interface Scene {
  readonly view: TimeView;
  readonly limits: Limits;
  readonly silentAfterMs: number;
  readonly paused: readonly Span[];
}

export interface ChartOwner {
  readonly theme: () => ChartTheme;
  /** Labels of the limits, with their value in place. */
  readonly limitLabel: (limit: Limit) => string;
  /** A part was marked with the mouse. */
  readonly onZoom: (view: TimeView) => void;
  /** The moment under the pointer; null when it left. */
  readonly onPointed: (ms: number | null) => void;
}

/** One uPlot with its data. Time is milliseconds; all charts of a page share cursor and time. */
export class Chart {
  readonly panel: Panel;
  private readonly owner: ChartOwner;
  private readonly plot: uPlot;
  private scene: Scene;
  private scale: Interval = [0, 1];

  constructor(host: HTMLElement, panel: Panel, owner: ChartOwner, scene: Scene) {
    this.panel = panel;
    this.owner = owner;
    this.scene = scene;
    const size = { width: Math.max(200, host.clientWidth), height: panel.heightPx };
    const empty = [[], ...panel.measures.map(() => [])] as uPlot.AlignedData;
    this.plot = new uPlot({ ...size, ...this.options() }, empty, host);
  }

  show(drawn: Drawn, scene: Scene): void {
    this.scene = scene;
    const [low, high] = extentOf(drawn, scene.view);
    this.scale = this.panel.scale([low, high], scene.limits);
    const widthPx = Math.max(100, this.plot.width - gutterPx - endPx) * devicePixelRatio;
    const aligned = alignSeries(drawn, scene.view, Math.round(widthPx), scene.silentAfterMs);
    this.plot.setData(aligned);
  }

  resize(width: number): void {
    if (width !== this.plot.width && width > 0) {
      this.plot.setSize({ width, height: this.panel.heightPx });
    }
  }

  /** As if the pointer were there. */
  point(ms: number): void {
    this.plot.setCursor({ left: this.plot.valToPos(ms, 'x'), top: 1 }, false);
  }

  repaint(): void {
    this.plot.redraw(false, true);
  }

  private options(): Omit<uPlot.Options, 'width' | 'height'> {
    const { panel } = this;
    const { lines } = this.owner.theme();
    return {
      ms: 1,
      padding: [10, endPx, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        sync: { key: 'watchstander', scales: ['x', null] },
        points: { size: 7 },
      },
      scales: {
        x: { range: () => [this.scene.view.fromMs, this.scene.view.toMs] },
        y: { range: () => [...this.scale] },
      },
      axes: this.axes(),
      series: [
        {},
        ...panel.measures.map((measure) => ({
          label: measure,
          stroke: () => this.owner.theme().lines[measure],
          width: 1.6,
          ...(panel.measures.length > 1 && dashes[measure] ? { dash: dashes[measure] } : {}),
          points: { size: 4, fill: lines[measure] },
        })),
      ],
      hooks: this.hooks(),
    };
  }

  private axes(): uPlot.Axis[] {
    const look = {
      stroke: () => this.owner.theme().text,
      font: this.owner.theme().font,
      grid: { stroke: () => this.owner.theme().grid, width: 1 },
      ticks: { show: false },
    };
    type Asked = [uPlot, splits: number[], axis: number, space: number, step: number];
    const labels = (...[, splits, , , step]: Asked): string[] => timeLabels(splits, step);
    return [
      { ...look, size: 24, gap: 4, space: 80, values: labels },
      { ...look, size: gutterPx, gap: 6, space: 32 },
    ];
  }

  private hooks(): uPlot.Hooks.Arrays {
    return {
      drawClear: [(plot) => paintAreas(plot, this.panel, this.scene, this.owner.theme())],
      draw: [(plot) => paintLimits(plot, this.panel, this.scene, this.owner)],
      setSelect: [(plot) => this.selected(plot)],
      setCursor: [
        (plot) => {
          const { left = -1 } = plot.cursor;
          this.owner.onPointed(left < 0 ? null : plot.posToVal(left, 'x'));
        },
      ],
    };
  }

  private selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    const [fromMs, toMs] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.owner.onZoom({ fromMs, toMs });
  }
}
