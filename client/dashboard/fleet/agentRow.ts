import { showFigure } from '../../../shared/figure.ts';
import { withoutHeading } from '../../../shared/heading.ts';
import { button, make, setText } from '../element.ts';
import { describeAge } from '../format.ts';
import { icon } from '../icon.ts';
import type { AgentLine } from '../messages.ts';
import type { Words } from '../words.ts';
import { sparkline } from './sparkline.ts';

/** One agent in the table. Kept as long as the agent is, so that the focus stays where it is. */
export class AgentRow {
  readonly root = make('tr');
  readonly opener: HTMLButtonElement;
  private readonly words: Words;
  private readonly health = make('td', { class: 'health' });
  private readonly reason = make('td', { class: 'reason' });
  private readonly trend = make('td', { class: 'trend' });
  private readonly risk = make('td', { class: 'figure' });
  private readonly coherence = make('td', { class: 'figure' });
  private readonly last = make('td', { class: 'age' });
  private readonly harness = make('td');
  private shownTrend: readonly number[] | undefined | null = null;

  constructor(agentId: string, words: Words, onOpen: () => void) {
    this.words = words;
    this.opener = button(agentId, { class: 'link' }, onOpen);
    const { health, reason, trend, risk, coherence, last, harness } = this;
    const name = make('th', { scope: 'row' }, this.opener);
    this.root.append(health, name, reason, trend, risk, coherence, last, harness);
    // The whole row for the mouse; the id in it for the keyboard.
    this.root.addEventListener('click', (event) => {
      if (event.target !== this.opener) onOpen();
    });
    this.root.dataset['agent'] = agentId;
  }

  show(line: AgentLine, trend: readonly number[] | undefined, nowMs: number): void {
    const { words } = this;
    if (this.root.className !== line.standing) {
      this.root.className = line.standing;
      const word = make('span', {}, words[line.standing]);
      this.health.replaceChildren(icon(line.standing), word);
    }
    setText(this.reason, reasonOf(line, words));
    setText(this.risk, showFigure(line.risk));
    setText(this.coherence, showFigure(line.coherence));
    setText(this.last, describeAge(nowMs - line.lastMs, words));
    setText(this.harness, line.harness ?? '–');
    if (trend === this.shownTrend) return;
    this.shownTrend = trend;
    this.trend.replaceChildren(sparkline(trend, words));
  }
}

/** Why a person should look; of the others what they are besides healthy. */
function reasonOf(line: AgentLine, words: Words): string {
  const by = { person: words.byPerson, agent: words.byAgent, policy: words.byPolicy };
  if (line.paused !== null) {
    const { by: who, reason } = line.paused;
    return reason === null ? by[who] : `${by[who]}: ${reason}`;
  }
  const liveness = line.lifecycle === 'active' && line.liveness !== 'active' ? line.liveness : null;
  const said = liveness === null || liveness === 'ended' ? [] : [words[liveness]];
  if (line.standing !== 'healthy') said.push(withoutHeading(line.message, [line.standing]));
  return said.join(' · ');
}
