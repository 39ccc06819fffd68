import type { Clock } from '../../../shared/clock.ts';
import { needsAttention } from '../../../shared/standing.ts';
import { button, make, setHidden, setText } from '../element.ts';
import type { AgentLine, Freshness, OwnAct } from '../messages.ts';
import type { PageState } from '../pageState.ts';
import { noteShown } from '../timing.ts';
import { fill, type Words } from '../words.ts';
import { Counts } from './counts.ts';
import type { FleetLines } from './fleetLines.ts';
import { FleetTable } from './fleetTable.ts';
import { countStandings, filterLines, isWaiting, sortBy, sortLines } from './order.ts';

export type FleetChoice = Pick<PageState, 'sorting' | 'text' | 'standings'>;

export interface OverviewOwner {
  readonly words: Words;
  readonly clock: Clock;
  readonly fleet: FleetLines;
  readonly choice: () => FleetChoice;
  readonly choose: (choice: Partial<FleetChoice>) => void;
  readonly onOpen: (agentId: string) => void;
  readonly onOwnAct: (act: OwnAct) => void;
  readonly onTrendsWanted: (agentIds: readonly string[]) => void;
}

/** All agents: how many are what, and each in a row. */
export class Overview {
  readonly root: HTMLElement;
  private readonly owner: OverviewOwner;
  private readonly title: HTMLElement;
  private readonly sentence = make('p', { class: 'sentence' });
  private readonly counts: Counts;
  private readonly filter: HTMLInputElement;
  private readonly table: FleetTable;
  private readonly noMatch: HTMLElement;
  private readonly fleetPart: HTMLElement;
  private readonly nobody: HTMLElement;
  private readonly unheard: HTMLElement;

  constructor(owner: OverviewOwner) {
    const { words, fleet, onOpen, onTrendsWanted } = owner;
    this.owner = owner;
    this.counts = new Counts(words, (standing) => this.toggle(standing));
    this.filter = this.makeFilter(words);
    this.table = new FleetTable({
      words,
      fleet,
      onOpen,
      onTrendsWanted,
      onSort: (column) => this.choose({ sorting: sortBy(column, owner.choice().sorting) }),
    });
    const clear = button(words.clearFilter, {}, () => this.choose({ text: '', standings: [] }));
    this.noMatch = make('div', { class: 'empty' }, make('p', {}, words.noMatch), clear);
    const search = make('div', { class: 'search' }, this.filter);
    this.fleetPart = make('div', {}, this.counts.root, search, this.table.root, this.noMatch);
    this.nobody = this.makeNobody(words);
    this.unheard = make('p', { class: 'empty' }, words.unheard);
    this.title = make('h1', { tabindex: -1 }, words.agents);
    const head = make('header', {}, this.title, this.sentence);
    this.root = make(
      'main',
      { class: 'overview' },
      head,
      this.fleetPart,
      this.nobody,
      this.unheard,
    );
  }

  /** Back from an agent: on its row; where it has none any more, or none that is shown, at the top. */
  focus(agentId: string): void {
    if (!this.table.focus(agentId)) this.title.focus();
  }

  render(freshness: Freshness): void {
    const { fleet, clock, words } = this.owner;
    const choice = this.owner.choice();
    const all = [...fleet.lines.values()];
    const shown = sortLines(filterLines(all, choice), choice.sorting);
    setHidden(this.fleetPart, all.length === 0, this.title);
    setHidden(this.nobody, all.length > 0 || freshness === 'none', this.title);
    this.unheard.hidden = all.length > 0 || freshness !== 'none';
    this.counts.show(countStandings(all), choice.standings);
    if (this.filter.value !== choice.text) this.filter.value = choice.text;
    setHidden(this.table.root, shown.length === 0, this.filter);
    setHidden(this.noMatch, shown.length > 0, this.filter);
    this.table.show(shown, choice.sorting, clock.wallMs());
    if (all.length > 0) noteShown();
    setText(this.sentence, all.length === 0 ? '' : sentenceOf(all, words));
  }

  private choose(choice: Partial<FleetChoice>): void {
    this.owner.choose(choice);
  }

  private toggle(standing: AgentLine['standing']): void {
    const { standings } = this.owner.choice();
    const isOn = standings.includes(standing);
    this.choose({
      standings: isOn ? standings.filter((one) => one !== standing) : [...standings, standing],
    });
  }

  private makeFilter(words: Words): HTMLInputElement {
    const filter = make('input', {
      type: 'search',
      'aria-label': words.filter,
      placeholder: words.filterHint,
      spellcheck: 'false',
    });
    filter.addEventListener('input', () => this.choose({ text: filter.value }));
    return filter;
  }

  private makeNobody(words: Words): HTMLElement {
    const connect = button(words.connect, {}, () => this.owner.onOwnAct('connect'));
    const title = make('h2', {}, words.nobodyYet);
    return make('div', { class: 'empty' }, title, make('p', {}, words.nobodyYetMore), connect);
  }
}

function sentenceOf(lines: readonly AgentLine[], words: Words): string {
  const count = lines.filter(needsAttention).length;
  if (count > 0) return count === 1 ? words.needsOne : fill(words.needsMany, count);
  const waiting = lines.filter(isWaiting).length;
  if (waiting === 0) return words.allWell;
  return waiting === 1 ? words.waitsOne : fill(words.waitMany, waiting);
}
