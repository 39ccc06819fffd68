import { make, makeSvg } from '../element.ts';
import { icon } from '../icon.ts';
import {
  alertsIn,
  clusterMarks,
  decisionMarks,
  healthRuns,
  isIn,
  pausedSpans,
  positionOf,
  type DecisionKind,
} from '../chart/lanes.ts';
import type { TimeView } from '../chart/view.ts';
import { showMoment } from '../format.ts';
import { fill, type Word, type Words } from '../words.ts';
import type { Subject } from './subject.ts';

/** Marks nearer than this cover each other. */
const nearPx = 14;
/** A bar that is narrower has no room for a word. */
const wordPx = 58;

/**
 * What happened, above the charts and in line with them: health, decisions, alerts, lifecycle. For
 * the eye; the same is in the tables below it, which is where a screen reader is sent.
 */
export class Lanes {
  readonly root: HTMLElement;
  private readonly words: Words;
  private readonly tracks: Readonly<Record<LaneName, HTMLElement>>;

  constructor(words: Words) {
    this.words = words;
    const lanes = laneNames.map((name) => [name, make('div', { class: `track ${name}` })] as const);
    this.tracks = Object.fromEntries(lanes) as unknown as Record<LaneName, HTMLElement>;
    this.root = make('div', { class: 'lanes', 'aria-hidden': 'true' });
    for (const [name, track] of lanes) {
      this.root.append(
        make('div', { class: 'lane' }, make('span', { class: 'lane-name' }, words[name]), track),
      );
    }
  }

  show(subject: Subject, view: TimeView, nowMs: number): void {
    const width = Math.max(1, Math.floor(this.tracks.health.clientWidth));
    this.showHealth(subject, view, width);
    this.showDecisions(subject, view, width);
    this.showAlerts(subject, view, width);
    this.showLifecycle(subject, view, nowMs);
  }

  private showHealth({ points, silentAfterMs }: Subject, view: TimeView, width: number): void {
    const runs = healthRuns(points, view, width, silentAfterMs);
    const bars = runs.map(({ from, to, health }) => {
      const bar = make('div', { class: `run ${health}`, title: this.words[health] });
      bar.style.left = `${from}px`;
      bar.style.width = `${to - from}px`;
      return bar;
    });
    this.tracks.health.replaceChildren(...bars);
  }

  private showDecisions({ points }: Subject, view: TimeView, width: number): void {
    const nearMs = ((view.toMs - view.fromMs) / width) * nearPx;
    const order: readonly DecisionKind[] = ['reject', 'revise'];
    const marks = clusterMarks(decisionMarks(points, view), order, nearMs).map((cluster) => {
      const word = this.words[cluster.kind];
      const told = cluster.count === 1 ? word : fill(this.words.several, cluster.count, word);
      const title = `${told}, ${showMoment(cluster.atMs)}`;
      const mark = make(
        'div',
        { class: `mark ${cluster.kind}`, title },
        decisionShape(cluster.kind),
      );
      mark.style.left = percent(positionOf(cluster.atMs, view));
      return mark;
    });
    this.tracks.decisions.replaceChildren(...marks);
  }

  private showAlerts({ alerts }: Subject, view: TimeView, width: number): void {
    const bars = alertsIn(alerts, view)
      .filter(({ word }) => word !== 'recovered')
      .map(({ word, level, openedMs, closedMs, message }) => {
        const title = `${this.words[word]}: ${message} (${showMoment(openedMs)})`;
        const place = placeOf({ fromMs: openedMs, toMs: closedMs ?? view.toMs }, view);
        const bar = make('div', { class: `span ${level}`, title }, icon(level));
        if (place.share * width > wordPx) bar.append(this.words[word]);
        put(bar, place);
        return bar;
      });
    this.tracks.alerts.replaceChildren(...bars);
  }

  private showLifecycle({ events }: Subject, view: TimeView, nowMs: number): void {
    const pauses = pausedSpans(events, nowMs)
      .filter(({ fromMs, toMs }) => fromMs <= view.toMs && toMs >= view.fromMs)
      .map((span) => {
        const bar = make('div', { class: 'span paused', title: this.words.paused }, icon('paused'));
        bar.append(this.words.paused);
        put(bar, placeOf(span, view));
        return bar;
      });
    const others = events
      .filter(({ event, atMs }) => event !== 'paused' && isIn(atMs, view))
      .map(({ event, atMs }) => {
        const mark = make('div', { class: 'mark event', title: `${event}, ${showMoment(atMs)}` });
        mark.append(eventShape());
        mark.style.left = percent(positionOf(atMs, view));
        return mark;
      });
    this.tracks.lifecycle.replaceChildren(...pauses, ...others);
  }
}

const laneNames = ['health', 'decisions', 'alerts', 'lifecycle'] as const satisfies readonly Word[];
type LaneName = (typeof laneNames)[number];

interface Place {
  readonly left: number;
  readonly share: number;
}

function placeOf(span: { fromMs: number; toMs: number }, view: TimeView): Place {
  const left = Math.max(0, positionOf(span.fromMs, view));
  return { left, share: Math.min(1, positionOf(span.toMs, view)) - left };
}

function put(bar: HTMLElement, { left, share }: Place): void {
  bar.style.left = percent(left);
  bar.style.width = percent(share);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

/** A triangle says to revise, a cross to stop. */
function decisionShape(kind: DecisionKind): SVGElement {
  const d = kind === 'revise' ? 'M6 1.5L11 10.5H1z' : 'M2 2l8 8m0-8l-8 8';
  return makeSvg('svg', { viewBox: '0 0 12 12' }, makeSvg('path', { d }));
}

function eventShape(): SVGElement {
  return makeSvg('svg', { viewBox: '0 0 12 12' }, makeSvg('path', { d: 'M6 1l5 5-5 5-5-5z' }));
}
