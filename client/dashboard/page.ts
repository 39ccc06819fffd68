import type { Clock } from '../../shared/clock.ts';
import { AgentPage } from './agent/agentPage.ts';
import { button, make, setText } from './element.ts';
import { FleetLines, tellChanges } from './fleet/fleetLines.ts';
import { Overview } from './fleet/overview.ts';
import { mostTrends, type Freshness, type ToExtension, type ToPage } from './messages.ts';
import { readPageState, type PageState } from './pageState.ts';
import type { Words } from './words.ts';

export interface PageHost {
  readonly clock: Clock;
  readonly post: (message: ToExtension) => void;
  readonly keep: (state: PageState) => void;
  readonly kept: unknown;
}

/** Ages and the end of time go on by themselves. */
const tickMs = 5_000;

/** The page: what is known, what a person chose, and which of the two views is on screen. */
export class Page {
  private readonly host: PageHost;
  private readonly fleet = new FleetLines();
  private readonly words: Words;
  private readonly overview: Overview;
  private readonly agentPage: AgentPage;
  private readonly banner: HTMLElement;
  private readonly bannerText = make('span');
  private readonly spoken = make('div', { class: 'unseen', role: 'status' });
  /** Whose trends were asked for and have not come. */
  private readonly asked = new Set<string>();
  private state: PageState;
  private freshness: Freshness = 'none';
  /** Of the extension, about the connection; empty while there is nothing to say. */
  private sentence = '';

  constructor(root: HTMLElement, words: Words, host: PageHost) {
    this.host = host;
    this.words = words;
    this.state = readPageState(host.kept);
    this.overview = this.makeOverview();
    this.agentPage = this.makeAgentPage();
    this.banner = this.makeBanner();
    root.replaceChildren(this.banner, this.overview.root, this.agentPage.root, this.spoken);
    host.clock.every(tickMs, () => this.render());
    if (this.state.agentId !== null) this.watch(this.state.agentId);
    this.render();
  }

  take(message: Exclude<ToPage, { kind: 'begin' }>): void {
    switch (message.kind) {
      case 'connection':
        this.freshness = message.freshness;
        this.sentence = message.sentence;
        break;
      case 'fleet':
        this.takeFleet(message);
        break;
      case 'trends':
        for (const { agentId, risk } of message.trends) {
          this.asked.delete(agentId);
          this.fleet.learnTrend(agentId, risk);
        }
        break;
      case 'show':
        this.open(message.agentId);
        return;
      case 'agent':
      case 'points':
      case 'alerts':
        this.agentPage.take(message);
        return;
    }
    this.render();
  }

  private takeFleet({ extent, lines, removed }: Extract<ToPage, { kind: 'fleet' }>): void {
    const before = new Map(this.fleet.lines);
    if (extent === 'all') {
      this.fleet.replace(lines);
      // What was not answered may have been asked of a sidecar that is gone: it is asked again.
      this.asked.clear();
    } else this.fleet.change(lines, removed);
    this.announce(tellChanges(before, lines, this.words));
  }

  private open(agentId: string | null): void {
    const before = this.state.agentId;
    if (agentId !== before) this.choose({ agentId, range: null, view: null });
    if (agentId === null) {
      this.host.post({ kind: 'watch', agentId });
      if (before !== null) this.overview.focus(before);
      return;
    }
    if (agentId !== before) this.watch(agentId);
    this.render();
    this.agentPage.focus();
  }

  private watch(agentId: string): void {
    this.agentPage.open(agentId);
    this.host.post({ kind: 'watch', agentId });
  }

  private choose(choice: Partial<PageState>): void {
    this.state = { ...this.state, ...choice };
    this.host.keep(this.state);
    this.render();
  }

  private render(): void {
    const { agentId } = this.state;
    this.showBanner();
    document.body.classList.toggle('stale', this.freshness === 'stale');
    this.overview.root.hidden = agentId !== null;
    this.agentPage.root.hidden = agentId === null;
    if (agentId === null) this.overview.render(this.freshness);
    else this.agentPage.showLine(this.fleet.lines.get(agentId) ?? null, this.freshness);
  }

  /** While live, it is the first moment without a sidecar: a successor is there before one has read it. */
  private showBanner(): void {
    const text = this.freshness === 'live' ? '' : this.sentence;
    this.banner.hidden = text === '';
    setText(this.bannerText, text);
  }

  private announce(text: string): void {
    if (text !== '') this.spoken.textContent = text;
  }

  /** Of whom no answer is awaited, in the pieces that one message may have. */
  private askTrends(agentIds: readonly string[]): void {
    const wanted = agentIds.filter((id) => !this.asked.has(id));
    for (const id of wanted) this.asked.add(id);
    for (let at = 0; at < wanted.length; at += mostTrends) {
      this.host.post({ kind: 'trends', agentIds: wanted.slice(at, at + mostTrends) });
    }
  }

  private makeOverview(): Overview {
    return new Overview({
      words: this.words,
      clock: this.host.clock,
      fleet: this.fleet,
      choice: () => this.state,
      choose: (choice) => this.choose(choice),
      onOpen: (agentId) => this.open(agentId),
      onOwnAct: (act) => this.host.post({ kind: 'own', act }),
      onTrendsWanted: (agentIds) => this.askTrends(agentIds),
    });
  }

  private makeAgentPage(): AgentPage {
    const { post } = this.host;
    return new AgentPage({
      words: this.words,
      clock: this.host.clock,
      announce: (text) => this.announce(text),
      choice: () => this.state,
      choose: (choice) => this.choose(choice),
      onBack: () => this.open(null),
      onAct: (act) => post({ kind: 'act', act, agentId: this.agentPage.agentId }),
      onReach: (fromMs) => post({ kind: 'reach', agentId: this.agentPage.agentId, fromMs }),
    });
  }

  private makeBanner(): HTMLElement {
    const { post } = this.host;
    const start = button(this.words.start, {}, () => post({ kind: 'own', act: 'start' }));
    const log = button(this.words.log, { class: 'secondary' }, () =>
      post({ kind: 'own', act: 'log' }),
    );
    return make('div', { class: 'banner', role: 'status' }, this.bannerText, start, log);
  }
}
