import type { Clock } from '../../../shared/clock.ts';
import {
  around,
  fittingRange,
  pan,
  isYoung,
  viewOf,
  within,
  zoom,
  type Range,
  type TimeView,
} from '../chart/view.ts';
import { button, make } from '../element.ts';
import type { AgentAct, AgentLine, Freshness, ToPage } from '../messages.ts';
import { lowerBound } from '../points.ts';
import type { PageState } from '../pageState.ts';
import { fill, type Words } from '../words.ts';
import { AgentHead } from './agentHead.ts';
import { Charts } from './charts.ts';
import { HappeningTable } from './happeningTable.ts';
import { PointTable } from './pointTable.ts';
import { Subject } from './subject.ts';
import { Toolbar } from './toolbar.ts';

export type AgentChoice = Pick<PageState, 'range' | 'view' | 'form'>;

export interface AgentPageOwner {
  readonly words: Words;
  readonly clock: Clock;
  readonly announce: (text: string) => void;
  readonly choice: () => AgentChoice;
  readonly choose: (choice: Partial<AgentChoice>) => void;
  readonly onBack: () => void;
  readonly onAct: (act: AgentAct) => void;
  /** Older points are wanted. */
  readonly onReach: (fromMs: number) => void;
}

/** One agent over time: who it is, its charts or their numbers, and what happened to it. */
export class AgentPage {
  readonly root: HTMLElement;
  private readonly owner: AgentPageOwner;
  private readonly head: AgentHead;
  private readonly toolbar: Toolbar;
  private readonly charts: Charts;
  private readonly points: PointTable;
  private readonly happened: HappeningTable;
  private readonly empty: HTMLElement;
  /** All below the head. */
  private readonly body: HTMLElement;
  private subject = new Subject('');
  private line: AgentLine | null = null;
  private freshness: Freshness = 'none';
  /** The earliest moment that points were asked for. */
  private reachedMs = Number.POSITIVE_INFINITY;

  constructor(owner: AgentPageOwner) {
    const { words, onBack, onAct, announce } = owner;
    this.owner = owner;
    this.head = new AgentHead({ words, onBack, onAct });
    this.toolbar = new Toolbar({
      words,
      onRange: (range) => this.chooseRange(range),
      onZoom: (factor) => this.zoom(factor),
      onReset: () => this.chooseView(null),
      onForm: (form) => this.choose({ form }),
    });
    const onZoom = (view: TimeView): void => this.chooseView(view);
    this.charts = new Charts({ words, onZoom, announce, onKey: (event) => this.keyPressed(event) });
    this.points = new PointTable(words);
    this.happened = new HappeningTable(words);
    this.empty = this.makeEmpty(words);
    const parts = [this.empty, this.charts.root, this.points.root, this.happened.root];
    this.body = make('div', {}, this.toolbar.root, ...parts);
    this.root = make('main', { class: 'agent' }, this.head.root, this.body);
  }

  get agentId(): string {
    return this.subject.agentId;
  }

  /** Another agent, of which nothing is known yet. */
  open(agentId: string): void {
    this.subject = new Subject(agentId);
    this.line = null;
    this.reachedMs = Number.POSITIVE_INFINITY;
    this.render();
  }

  focus(): void {
    this.head.focus();
  }

  showLine(line: AgentLine | null, freshness: Freshness): void {
    this.line = line;
    this.freshness = freshness;
    this.render();
  }

  take(message: Extract<ToPage, { kind: 'agent' | 'points' | 'alerts' }>): void {
    if (message.agentId !== this.subject.agentId) return;
    if (message.kind === 'points') this.subject.takePoints(message);
    else if (message.kind === 'agent') this.subject.takeAgent(message);
    else this.subject.takeAlerts(message);
    this.render();
  }

  /** What is shown of time goes on with it. */
  render(): void {
    const { subject, owner, line, freshness } = this;
    const nowMs = owner.clock.wallMs();
    const { form } = owner.choice();
    const view = this.view(nowMs);
    this.head.show({ agentId: subject.agentId, line, freshness }, nowMs);
    // As long as nothing was heard, "no check-ins" is not known to be so.
    this.body.hidden = freshness === 'none';
    this.showToolbar();
    const isEmpty = this.isEmpty(view);
    this.empty.hidden = !isEmpty;
    this.charts.root.hidden = isEmpty || form !== 'charts';
    this.points.root.hidden = isEmpty || form !== 'table';
    if (form === 'charts') this.charts.show(subject, view, nowMs);
    else this.points.show(subject, view);
    this.happened.show(subject, view);
    this.reach(view);
  }

  private view(nowMs: number): TimeView {
    return this.owner.choice().view ?? viewOf(this.range(), nowMs, this.firstMs());
  }

  private range(): Range {
    const { times, total } = this.subject;
    const { clock, choice } = this.owner;
    const nowMs = clock.wallMs();
    const isShort = times.length >= total && isYoung(times, nowMs);
    return choice().range ?? (isShort ? 'all' : fittingRange(times, nowMs));
  }

  private firstMs(): number | null {
    return this.subject.times[0] ?? null;
  }

  private isEmpty({ fromMs, toMs }: TimeView): boolean {
    const { times, phase } = this.subject;
    return phase === 'done' && lowerBound(times, fromMs) === lowerBound(times, toMs + 1);
  }

  private showToolbar(): void {
    const { form, view } = this.owner.choice();
    const { times, total, phase } = this.subject;
    const { words } = this.owner;
    const isLoading = phase === 'loading';
    const told = isLoading
      ? fill(words.loading, times.length, Math.max(total, times.length))
      : fill(words.loaded, total);
    const isZoomed = view !== null;
    this.toolbar.show({ range: this.range(), form, isZoomed, total: told, isLoading });
  }

  /** Asks for older points once for each moment that comes into sight. */
  private reach({ fromMs }: TimeView): void {
    const { times, total, phase } = this.subject;
    const wantedMs = this.range() === 'all' && this.owner.choice().view === null ? 0 : fromMs;
    const isKnown = times.length >= total || (this.firstMs() ?? Infinity) <= wantedMs;
    if (isKnown || phase !== 'done' || wantedMs >= this.reachedMs) return;
    this.reachedMs = wantedMs;
    this.owner.onReach(wantedMs);
  }

  /** Whoever keeps the choice has all drawn that depends on it, this page too. */
  private choose(choice: Partial<AgentChoice>): void {
    this.owner.choose(choice);
  }

  private chooseRange(range: Range): void {
    this.choose({ range, view: null });
  }

  private chooseView(view: TimeView | null): void {
    this.choose({ view: view === null ? null : within(view, this.whole()) });
  }

  /** As far as one can look: all points, or the range that was chosen. */
  private whole(): TimeView {
    const nowMs = this.owner.clock.wallMs();
    return around(viewOf('all', nowMs, this.firstMs()), viewOf(this.range(), nowMs, null));
  }

  private zoom(factor: number): void {
    const view = this.view(this.owner.clock.wallMs());
    this.chooseView(zoom(view, factor, (view.fromMs + view.toMs) / 2));
  }

  private keyPressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = this.actOf(event.key, event.shiftKey ? 'step' : 'pan');
    if (act === null) return;
    event.preventDefault();
    act();
  }

  private actOf(key: string, arrows: 'step' | 'pan'): (() => void) | null {
    switch (key) {
      case 'ArrowLeft':
        return arrows === 'step' ? () => this.charts.step(-1) : () => this.pan(-0.25);
      case 'ArrowRight':
        return arrows === 'step' ? () => this.charts.step(1) : () => this.pan(0.25);
      case '+':
      case '=':
        return () => this.zoom(0.5);
      case '-':
        return () => this.zoom(2);
      case '0':
      case 'Escape':
        return () => this.chooseView(null);
      default:
        return null;
    }
  }

  private pan(share: number): void {
    this.chooseView(pan(this.view(this.owner.clock.wallMs()), share));
  }

  private makeEmpty(words: Words): HTMLElement {
    const showAll = button(words.showAll, {}, () => this.chooseRange('all'));
    return make('div', { class: 'empty' }, make('p', {}, words.noPoints), showAll);
  }
}
