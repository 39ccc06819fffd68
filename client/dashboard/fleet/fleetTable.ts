import { button, make, setHidden, setText } from '../element.ts';
import type { AgentLine } from '../messages.ts';
import { fill, type Word, type Words } from '../words.ts';
import { AgentRow } from './agentRow.ts';
import type { FleetLines } from './fleetLines.ts';
import type { SortColumn, Sorting } from './order.ts';

/** More rows than this are shown when asked for: nobody reads them, and each costs. */
const rowsAtOnce = 200;

export interface FleetTableOwner {
  readonly words: Words;
  readonly fleet: FleetLines;
  readonly onSort: (column: SortColumn) => void;
  readonly onOpen: (agentId: string) => void;
  /** These rows came into sight without a trend. */
  readonly onTrendsWanted: (agentIds: readonly string[]) => void;
}

const columns: readonly { readonly title: Word; readonly sort: SortColumn | null }[] = [
  { title: 'health', sort: 'health' },
  { title: 'agent', sort: 'agent' },
  { title: 'reason', sort: null },
  { title: 'trend', sort: null },
  { title: 'risk', sort: 'risk' },
  { title: 'coherence', sort: 'coherence' },
  { title: 'lastCheckIn', sort: 'last' },
  { title: 'harness', sort: 'harness' },
];

/** All agents that match, a row each. Arrows go from row to row, Enter opens. */
export class FleetTable {
  readonly root: HTMLElement;
  private readonly owner: FleetTableOwner;
  private readonly heads = new Map<SortColumn, HTMLElement>();
  private readonly body = make('tbody');
  private readonly caption = make('caption');
  private readonly more: HTMLButtonElement;
  private readonly rows = new Map<string, AgentRow>();
  private readonly sight: IntersectionObserver;
  private limit = rowsAtOnce;
  private shown: readonly AgentLine[] = [];

  constructor(owner: FleetTableOwner) {
    this.owner = owner;
    const head = make('thead', {}, make('tr', {}, ...columns.map((one) => this.headOf(one))));
    const table = make('table', { class: 'fleet' }, this.caption, head, this.body);
    this.more = button('', { class: 'secondary' }, () => {
      this.limit += rowsAtOnce;
      this.render(owner.words);
    });
    this.root = make('div', {}, make('div', { class: 'scroll' }, table), this.more);
    this.body.addEventListener('keydown', (event) => this.keyPressed(event));
    this.sight = new IntersectionObserver((entries) => this.cameIntoSight(entries));
  }

  show(lines: readonly AgentLine[], sorting: Sorting, nowMs: number): void {
    this.shown = lines;
    for (const [column, head] of this.heads) {
      head.setAttribute('aria-sort', column === sorting.column ? sorting.direction : 'none');
    }
    // A column that says nothing of anybody only takes room.
    const isKnown = lines.some(({ harness }) => harness !== null);
    this.root.classList.toggle('no-program', !isKnown);
    this.nowMs = nowMs;
    this.render(this.owner.words);
  }

  /** The row of an agent, as one comes back from it. False when it has none. */
  focus(agentId: string): boolean {
    const row = this.rows.get(agentId);
    row?.opener.focus();
    return row !== undefined;
  }

  private nowMs = 0;

  private render(words: Words): void {
    const lines = this.shown.slice(0, this.limit);
    const wanted = lines.map((line) => this.rowOf(line));
    this.place(wanted);
    this.forget(lines);
    const rest = this.shown.length - lines.length;
    // Who asked for the rest goes on reading there.
    setHidden(this.more, rest === 0, (wanted[this.limit - rowsAtOnce] ?? wanted.at(-1))?.opener);
    setText(this.more, fill(words.more, Math.min(rest, rowsAtOnce)));
    setText(this.caption, fill(words.shownOf, this.shown.length, this.owner.fleet.lines.size));
  }

  /** Moves only what is out of place, and never what has the focus: by being moved it would lose it. */
  private place(wanted: readonly AgentRow[]): void {
    const focused = document.activeElement;
    let next = this.body.firstElementChild;
    for (const { root } of wanted) {
      if (root !== next && root.contains(focused)) root.after(...rowsBetween(next, root));
      else if (root !== next) this.body.insertBefore(root, next);
      next = root.nextElementSibling;
    }
  }

  private rowOf(line: AgentLine): AgentRow {
    const { words, fleet, onOpen } = this.owner;
    const { agentId } = line;
    let row = this.rows.get(agentId);
    if (row === undefined) {
      row = new AgentRow(agentId, words, () => onOpen(agentId));
      this.rows.set(agentId, row);
    }
    const trend = fleet.trendOf(agentId);
    // Looked at anew: whether it is in sight is told again.
    if (trend === undefined) {
      this.sight.unobserve(row.root);
      this.sight.observe(row.root);
    }
    row.show(line, trend, this.nowMs);
    return row;
  }

  private forget(lines: readonly AgentLine[]): void {
    if (this.rows.size === lines.length) return;
    const kept = new Set(lines.map(({ agentId }) => agentId));
    for (const [agentId, { root }] of this.rows) {
      if (kept.has(agentId)) continue;
      this.sight.unobserve(root);
      root.remove();
      this.rows.delete(agentId);
    }
  }

  private headOf({ title, sort }: (typeof columns)[number]): HTMLElement {
    const { words, onSort } = this.owner;
    const name = words[title];
    if (sort === null) return make('th', { scope: 'col' }, name);
    const head = make(
      'th',
      { scope: 'col' },
      button(name, { class: 'sort' }, () => onSort(sort)),
    );
    this.heads.set(sort, head);
    return head;
  }

  private cameIntoSight(entries: readonly IntersectionObserverEntry[]): void {
    const seen = entries.filter(({ isIntersecting }) => isIntersecting);
    const ids = seen.flatMap(({ target }) => (target as HTMLElement).dataset['agent'] ?? []);
    for (const { target } of seen) this.sight.unobserve(target);
    if (ids.length > 0) this.owner.onTrendsWanted(ids);
  }

  private keyPressed(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const openers = [...this.body.querySelectorAll<HTMLElement>('th button')];
    const at = openers.indexOf(document.activeElement as HTMLElement);
    const next = openers[at + by];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  }
}

/** From one row to before another that is somewhere below it. */
function rowsBetween(first: Element | null, end: Element): Element[] {
  const rows: Element[] = [];
  for (let row = first; row !== null && row !== end; row = row.nextElementSibling) rows.push(row);
  return rows;
}
