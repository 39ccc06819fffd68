import { button, make, setHidden, setText } from '../element.ts';
import { showMoment } from '../format.ts';
import { measureName } from '../chart/panels.ts';
import type { TimeView } from '../chart/view.ts';
import { lowerBound, measures } from '../points.ts';
import { fill, type Words } from '../words.ts';
import type { Subject } from './subject.ts';

const rowsAtOnce = 200;

/** The same points as the charts show, as a table with their exact values; the newest first. */
export class PointTable {
  readonly root: HTMLElement;
  private readonly words: Words;
  private readonly caption = make('caption');
  private readonly body = make('tbody');
  /** What scrolls must be reached by keyboard. */
  private readonly scroll: HTMLElement;
  private readonly more: HTMLButtonElement;
  private shown: { subject: Subject; view: TimeView } | null = null;
  private limit = rowsAtOnce;
  /** What is there, by version: a point never changes, so neither does its row. */
  private readonly rows = new Map<number, HTMLElement>();

  constructor(words: Words) {
    this.words = words;
    const names = [
      words.time,
      words.version,
      words.health,
      words.decision,
      ...measures.map((measure) => measureName(measure, words)),
    ];
    const heads = names.map((name) => make('th', { scope: 'col' }, name));
    const head = make('thead', {}, make('tr', {}, ...heads));
    const table = make('table', { class: 'points' }, this.caption, head, this.body);
    this.more = button('', { class: 'secondary' }, () => this.showMore());
    const scroll = { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': words.table };
    this.scroll = make('div', scroll, table);
    this.root = make('div', {}, this.scroll, this.more);
  }

  show(subject: Subject, view: TimeView): void {
    if (this.shown?.subject !== subject) this.clear();
    this.shown = { subject, view };
    this.render();
  }

  private render(): void {
    if (this.shown === null) return;
    const { subject, view } = this.shown;
    const start = lowerBound(subject.times, view.fromMs);
    const end = lowerBound(subject.times, view.toMs + 1);
    const count = Math.min(this.limit, end - start);
    this.place(subject, end - count, end);
    setText(this.caption, fill(this.words.tableLabel, subject.agentId));
    setHidden(this.more, end - start <= count, this.scroll);
    setText(this.more, fill(this.words.more, Math.min(rowsAtOnce, end - start - count)));
  }

  /**
   * Only what is new comes and only what is out of sight goes: a row that is made again takes the
   * selection and the place of who reads it with it.
   */
  private place(subject: Subject, start: number, end: number): void {
    const wanted = subject.points.version.slice(start, end);
    this.forget(new Set(wanted));
    let next = this.body.firstElementChild;
    for (const [at, version] of [...wanted.entries()].reverse()) {
      const row = this.rows.get(version);
      if (row === undefined) this.body.insertBefore(this.make(subject, start + at), next);
      else next = row.nextElementSibling;
    }
  }

  private make(subject: Subject, at: number): HTMLElement {
    const row = rowOf(subject, at, this.words);
    this.rows.set(subject.points.version[at] ?? 0, row);
    return row;
  }

  private forget(kept: ReadonlySet<number>): void {
    for (const [version, row] of this.rows) {
      if (kept.has(version)) continue;
      row.remove();
      this.rows.delete(version);
    }
  }

  private clear(): void {
    this.limit = rowsAtOnce;
    this.forget(new Set());
  }

  private showMore(): void {
    this.limit += rowsAtOnce;
    this.render();
  }
}

function rowOf({ points }: Subject, at: number, words: Words): HTMLElement {
  const { atMs, version, health, action } = points;
  const standing = health[at] ?? 'healthy';
  const told = [String(version[at]), words[standing], words[action[at] ?? 'approve']];
  const figures = measures.map((measure) => String(points[measure][at]));
  return make(
    'tr',
    { class: standing },
    make('th', { scope: 'row' }, showMoment(atMs[at] ?? 0)),
    ...told.map((text) => make('td', {}, text)),
    ...figures.map((text) => make('td', { class: 'figure' }, text)),
  );
}
