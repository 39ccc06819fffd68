import type * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { AlertBook } from '../alertBook.ts';
import type { Window } from '../connection/window.ts';
import type { Fleet } from '../fleet.ts';
import type { DrawnRows } from '../screen/drawnRows.ts';
import type { StatusSubject } from '../statusBar/presentStatus.ts';
import { AgentChoice } from './agentChoice.ts';
import { createAgentCommands, type AgentCommands } from './agentCommands.ts';
import { AgentLayout } from './layout/agentLayout.ts';
import { AgentTree, type LookAt } from './agentTree.ts';
import { AgentView } from './agentView.ts';
import { markHarnesses } from './harnessMarks.ts';

export interface AgentPartOptions {
  readonly window: Window;
  readonly fleet: Fleet;
  readonly alerts: AlertBook;
  /** The rows of the alerts, which offer commands on agents too. */
  readonly alertRows: DrawnRows;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  /** Where the grouping is remembered. */
  readonly memory: vscode.Memento;
}

/** Everything about agents in this window: how they are shown, and what can be done. */
export class AgentPart implements vscode.Disposable {
  readonly tree: AgentTree;
  readonly choice: AgentChoice;
  readonly commands: AgentCommands;
  private readonly life = new DisposableStore();
  private readonly view: AgentView;

  constructor({ window, fleet, alerts, alertRows, clock, log, memory }: AgentPartOptions) {
    const layout = this.life.add(new AgentLayout(memory));
    const lookAt = createLookAt(window, alerts, (error) => log.warn(String(error)));
    this.tree = this.life.add(new AgentTree({ fleet, layout, lookAt, clock }));
    this.view = this.life.add(new AgentView(this.tree, layout, clock));
    this.life.add(markHarnesses());
    this.life.add(alerts.onChanged(() => this.tree.refreshOpened()));
    const { tree } = this;
    this.choice = new AgentChoice({ window, fleet, drawn: [tree.drawn, alertRows] });
    this.commands = createAgentCommands({ window, fleet, layout, tree, choice: this.choice });
  }

  show(subject: StatusSubject, total: number): void {
    this.view.show(subject, total);
  }

  dispose(): void {
    this.life.dispose();
  }
}

/** What rows do not say, from who knows; what nobody can be asked of stays out. */
function createLookAt(window: Window, alerts: AlertBook, report: (error: unknown) => void): LookAt {
  return async (agentId) => {
    const alert = alerts.newestOf(agentId);
    if (window.state.kind !== 'ready') return { verdict: null, health: null, alert };
    const asked = { agent_id: agentId };
    try {
      const [{ record }, { health }] = await Promise.all([
        window.request('watchstander/agent', asked),
        window.request('watchstander/thresholds', asked),
      ]);
      return { verdict: record.verdict, health, alert };
    } catch (error) {
      report(error);
      return { verdict: null, health: null, alert };
    }
  };
}
