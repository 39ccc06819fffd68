import { showFigure } from '../../../shared/figure.ts';
import { Chart, type Scene } from '../chart/chart.ts';
import { NextFrame } from '../chart/frame.ts';
import { pausedSpans } from '../chart/lanes.ts';
import { panels, type Limit } from '../chart/panels.ts';
import { onThemeChanged, readTheme } from '../chart/theme.ts';
import type { TimeView } from '../chart/view.ts';
import { make, setText } from '../element.ts';
import { showMoment, showValue } from '../format.ts';
import { nearest } from '../points.ts';
import { timeDrawing } from '../timing.ts';
import { fill, type Words } from '../words.ts';
import { Lanes } from './lanes.ts';
import { Readout } from './readout.ts';
import type { Subject } from './subject.ts';

export interface ChartsOwner {
  readonly words: Words;
  readonly onZoom: (view: TimeView) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** For people who hear the page. */
  readonly announce: (text: string) => void;
}

/** All charts of one agent, one below the other, with one cursor and one time. */
export class Charts {
  readonly root: HTMLElement;
  private readonly owner: ChartsOwner;
  private readonly lanes: Lanes;
  private readonly moment: HTMLElement;
  private readonly hosts: readonly HTMLElement[];
  private readonly readouts: readonly Readout[];
  private charts: readonly Chart[] | null = null;
  private theme = readTheme();
  private shown: { subject: Subject; view: TimeView; nowMs: number } | null = null;
  /** Where the cursor is among the points; -1 nowhere. */
  private cursor = -1;
  private readonly frame = new NextFrame(() => this.draw());

  constructor(owner: ChartsOwner) {
    const { words } = owner;
    this.owner = owner;
    this.lanes = new Lanes(words);
    this.readouts = panels.map((panel) => new Readout(panel, words));
    this.hosts = panels.map(() => make('div', { class: 'plot', 'aria-hidden': 'true' }));
    this.moment = make('p', { class: 'moment' });
    const help = make('p', { id: 'charts-help', class: 'help' }, words.chartsHelp);
    this.root = make(
      'div',
      { class: 'charts', role: 'group', tabindex: 0, 'aria-describedby': 'charts-help' },
      make('div', { class: 'charts-head' }, this.moment, help),
      this.lanes.root,
      ...panels.flatMap((_, at) => this.panelAt(at)),
    );
    this.root.addEventListener('keydown', owner.onKey);
    new ResizeObserver(() => this.frame.ask()).observe(this.root);
    onThemeChanged(() => this.themeChanged());
  }

  show(subject: Subject, view: TimeView, nowMs: number): void {
    if (this.shown?.subject !== subject) this.cursor = -1;
    this.shown = { subject, view, nowMs };
    this.root.setAttribute('aria-label', fill(this.owner.words.chartsLabel, subject.agentId));
    this.frame.ask();
  }

  /** To the next point, or the one before; from nowhere to the newest in sight. Says what it is. */
  step(by: 1 | -1): void {
    if (this.shown === null) return;
    const { subject, view } = this.shown;
    const newest = nearest(subject.times, view.toMs);
    const next = this.cursor < 0 ? newest : this.cursor + by;
    this.cursor = Math.min(Math.max(next, 0), subject.times.length - 1);
    const ms = subject.times[this.cursor];
    if (ms === undefined) return;
    this.tell();
    this.owner.announce(this.moment.textContent);
    for (const chart of this.charts ?? []) chart.point(ms);
  }

  private panelAt(at: number): HTMLElement[] {
    const [readout, host] = [this.readouts[at], this.hosts[at]];
    return readout === undefined || host === undefined ? [] : [readout.root, host];
  }

  private draw(): void {
    const width = this.hosts[0]?.clientWidth ?? 0;
    // Hidden, or not yet on the page.
    if (this.shown === null || width === 0) return;
    const { subject, view, nowMs } = this.shown;
    const noteDrawn = timeDrawing();
    const scene = this.sceneOf(subject, view, nowMs);
    this.charts ??= panels.flatMap((panel, at) => {
      const host = this.hosts[at];
      return host === undefined ? [] : [new Chart(host, panel, this.chartOwner(), scene)];
    });
    for (const chart of this.charts) {
      const series = chart.panel.measures.map((measure) => subject.points[measure]);
      chart.resize(width);
      chart.show({ times: subject.times, series }, scene);
    }
    this.lanes.show(subject, view, nowMs);
    this.tell();
    noteDrawn();
  }

  private sceneOf({ limits, silentAfterMs, events }: Subject, view: TimeView, now: number): Scene {
    return { view, limits, silentAfterMs, paused: pausedSpans(events, now) };
  }

  private chartOwner(): ConstructorParameters<typeof Chart>[2] {
    return {
      theme: () => this.theme,
      limitLabel: ({ label, value }: Limit) => fill(this.owner.words[label], showFigure(value)),
      onZoom: this.owner.onZoom,
      onPointed: (ms) => this.pointed(ms),
    };
  }

  private pointed(ms: number | null): void {
    this.cursor = ms === null ? -1 : nearest(this.shown?.subject.times ?? [], ms);
    this.tell();
  }

  /** The values at the cursor; without one the newest in sight. */
  private tell(): void {
    if (this.shown === null) return;
    const { subject, view } = this.shown;
    const at = this.cursor < 0 ? nearest(subject.times, view.toMs) : this.cursor;
    for (const readout of this.readouts) readout.show(subject, at);
    const { atMs, risk, coherence, health, action } = subject.points;
    const { words } = this.owner;
    const standing = health[at];
    const decision = action[at];
    if (standing === undefined || decision === undefined) {
      setText(this.moment, words.noPointsAtAll);
      return;
    }
    const facts = [
      words[standing],
      words[decision],
      `${words.risk} ${showValue(risk[at] ?? 0)}`,
      `${words.coherence} ${showValue(coherence[at] ?? 0)}`,
    ];
    setText(this.moment, fill(words.at, showMoment(atMs[at] ?? 0), facts.join(' · ')));
  }

  private themeChanged(): void {
    this.theme = readTheme();
    for (const chart of this.charts ?? []) chart.repaint();
  }
}
