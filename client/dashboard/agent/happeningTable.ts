import { make } from '../element.ts';
import { showMoment } from '../format.ts';
import { icon } from '../icon.ts';
import type { TimeView } from '../chart/view.ts';
import type { Words } from '../words.ts';
import { happeningsIn, type Happening } from './happenings.ts';
import type { Subject } from './subject.ts';

const mostRows = 100;

/** What happened beside check-ins, the newest first. */
export class HappeningTable {
  readonly root: HTMLElement;
  private readonly words: Words;
  private readonly body = make('tbody');
  private readonly table: HTMLElement;
  private readonly none: HTMLElement;
  private shown = '';

  constructor(words: Words) {
    this.words = words;
    const heads = [words.time, words.event, words.reason].map((name) =>
      make('th', { scope: 'col' }, name),
    );
    this.table = make(
      'table',
      { 'aria-labelledby': 'happened' },
      make('thead', {}, make('tr', {}, ...heads)),
      this.body,
    );
    this.none = make('p', { class: 'muted' }, words.noEvents);
    const title = make('h2', { id: 'happened' }, words.events);
    this.root = make('section', { class: 'happened' }, title, this.none, this.table);
  }

  show(subject: Subject, view: TimeView): void {
    const all = happeningsIn(subject, view, this.words).slice(0, mostRows);
    const now = JSON.stringify(all);
    // With each check-in it is asked to; most change nothing here.
    if (now === this.shown) return;
    this.shown = now;
    this.body.replaceChildren(...all.map(rowOf));
    this.table.hidden = all.length === 0;
    this.none.hidden = all.length > 0;
  }
}

function rowOf({ atMs, what, why, level }: Happening): HTMLElement {
  const event = make('td', { class: 'event' });
  if (level !== null) event.append(icon(level));
  event.append(what);
  return make(
    'tr',
    {},
    make('th', { scope: 'row' }, showMoment(atMs)),
    event,
    make('td', { class: 'why' }, why),
  );
}
