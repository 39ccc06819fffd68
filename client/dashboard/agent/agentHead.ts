import { button, make, setHidden, setText } from '../element.ts';
import { describeAge } from '../format.ts';
import { icon } from '../icon.ts';
import type { AgentAct, AgentLine, Freshness } from '../messages.ts';
import { fill, type Words } from '../words.ts';

export interface HeadOwner {
  readonly words: Words;
  readonly onBack: () => void;
  readonly onAct: (act: AgentAct) => void;
}

interface Shown {
  readonly agentId: string;
  readonly line: AgentLine | null;
  readonly freshness: Freshness;
}

/** Who the agent is, how it is and why, and what can be done about it. */
export class AgentHead {
  readonly root: HTMLElement;
  private readonly words: Words;
  private readonly name = make('h1', { tabindex: -1 });
  private readonly badge = make('span', { class: 'badge' });
  private readonly message = make('p', { class: 'message' });
  private readonly facts = make('p', { class: 'muted' });
  private readonly pause: HTMLButtonElement;
  private readonly resume: HTMLButtonElement;
  /** What only a sidecar can do. */
  private readonly exports: readonly HTMLButtonElement[];

  constructor({ words, onBack, onAct }: HeadOwner) {
    this.words = words;
    const back = button(`‹ ${words.allAgents}`, { class: 'link back' }, onBack);
    this.pause = button(words.pause, {}, () => onAct('pause'));
    this.resume = button(words.resume, {}, () => onAct('resume'));
    this.exports = [
      button(words.exportCsv, { class: 'secondary' }, () => onAct('csv')),
      button(words.exportJson, { class: 'secondary' }, () => onAct('json')),
    ];
    const actions = make(
      'div',
      { class: 'actions' },
      this.pause,
      this.resume,
      button(words.document, { class: 'secondary' }, () => onAct('document')),
      ...this.exports,
    );
    const title = make('div', { class: 'title' }, this.name, this.badge);
    this.root = make(
      'header',
      { class: 'agent-head' },
      back,
      title,
      this.message,
      this.facts,
      actions,
    );
  }

  /** For the keyboard and the ear: this is a new page. */
  focus(): void {
    this.name.focus();
  }

  /** @param line null when the agent is not, or not yet, known. */
  show({ agentId, line, freshness }: Shown, nowMs: number): void {
    const { words } = this;
    const unknown = freshness === 'none' ? words.unheard : words.unknownAgent;
    setText(this.name, agentId);
    this.badge.hidden = line === null;
    this.offer(line === null ? null : line.lifecycle === 'active' ? this.pause : this.resume);
    for (const one of this.exports) setHidden(one, freshness !== 'live', this.name);
    setText(this.message, line?.message ?? unknown);
    setText(this.facts, line === null ? '' : this.factsOf(line, nowMs));
    if (line !== null) this.showBadge(line.standing);
  }

  /** One of pausing and resuming, or neither. */
  private offer(act: HTMLButtonElement | null): void {
    if (act !== null) act.hidden = false;
    for (const one of [this.pause, this.resume]) setHidden(one, one !== act, act ?? this.name);
  }

  private showBadge(standing: AgentLine['standing']): void {
    if (this.badge.dataset['standing'] === standing) return;
    this.badge.dataset['standing'] = standing;
    this.badge.className = `badge ${standing}`;
    this.badge.replaceChildren(icon(standing), this.words[standing]);
  }

  private factsOf(
    { harness, updates, lastMs, paused, liveness }: AgentLine,
    nowMs: number,
  ): string {
    const { words } = this;
    const age = describeAge(nowMs - lastMs, words);
    const by = { person: words.byPerson, agent: words.byAgent, policy: words.byPolicy };
    const isHeard = liveness === 'active' || liveness === 'ended';
    return [
      harness ?? '',
      fill(words.updates, updates, age),
      isHeard ? '' : words[liveness],
      paused === null ? '' : by[paused.by] + (paused.reason === null ? '' : `: ${paused.reason}`),
    ]
      .filter((fact) => fact !== '')
      .join(' · ');
  }
}
