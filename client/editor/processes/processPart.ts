import process from 'node:process';
import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { CleanupPlan, PlannedCleanup } from '../../../shared/processes.ts';
import { abortable, orAborted } from '../../connection/abortable.ts';
import { cleanUp } from '../../connection/cleanup.ts';
import type { ProcessCommandId } from '../commandIds.ts';
import { plainLabel } from '../screen/plain.ts';
import { presentPlanned } from './presentProcesses.ts';
import { ProcessTree } from './processTree.ts';
import { ProcessesView } from './processView.ts';
import { translate } from '../screen/words.ts';
import { waitWithCancel } from '../screen/waiting.ts';
import type { Window } from '../connection/window.ts';

export type ProcessCommands = Readonly<Record<ProcessCommandId, () => unknown>>;

export interface ProcessPartOptions {
  readonly window: Window;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
}

/** Everything about processes in this window: what is shown of them, and what can be done. */
export class ProcessPart implements vscode.Disposable {
  readonly tree: ProcessTree;
  readonly commands: ProcessCommands;
  private readonly life = new DisposableStore();
  private readonly window: Window;
  private readonly clock: Clock;
  private readonly log: vscode.LogOutputChannel;
  private readonly view: ProcessesView;

  constructor({ window, clock, log }: ProcessPartOptions) {
    this.window = window;
    this.clock = clock;
    this.log = log;
    this.tree = this.life.add(new ProcessTree(clock, process.pid));
    this.view = this.life.add(new ProcessesView(this.tree, clock, () => void this.refresh()));
    this.life.add(
      window.onStateChanged(({ kind }) => {
        if (kind !== 'ready') this.view.markStale();
        else if (this.view.isVisible) void this.refresh();
      }),
    );
    this.commands = {
      'watchstander.showProcesses': () =>
        vscode.commands.executeCommand('watchstander.processes.focus'),
      'watchstander.refreshProcesses': () => this.refresh(),
      'watchstander.cleanUpProcesses': () => this.cleanUp(),
      'watchstander.stopSidecar': () => this.stopSidecar(),
    };
  }

  /** Without a session there is nobody to ask; the next one asks. */
  async refresh(): Promise<void> {
    if (this.window.state.kind !== 'ready') return;
    try {
      this.tree.show(await this.window.request('watchstander/processes', {}));
      this.view.markLive();
    } catch (error) {
      this.log.warn(String(error));
    }
  }

  dispose(): void {
    this.life.dispose();
  }

  private async cleanUp(): Promise<void> {
    const { planned } = await this.window.request('watchstander/cleanup', {});
    if (planned.length === 0) {
      void vscode.window.showInformationMessage(translate('There is nothing to clean up.'));
      return;
    }
    const agreed = await askConsent(planned);
    if (agreed.length === 0) return;
    const plan = await this.waitFor(agreed);
    await this.refresh();
    const said = plan === undefined ? notWaitedFor() : summarise(plan);
    void vscode.window.showInformationMessage(said);
  }

  /** May take half a minute: a process is watched before it is ended. */
  private waitFor(agreed: readonly string[]): Promise<CleanupPlan | undefined> {
    return waitWithCancel(vscode.l10n.t('Cleaning up processes…'), (signal) =>
      orAborted(cleanUp(abortable(this.window, signal), agreed, this.clock), signal),
    );
  }

  private async stopSidecar(): Promise<void> {
    const stop = vscode.l10n.t('Stop Sidecar');
    const detail = vscode.l10n.t(
      'No agent is watched, in any window, until somebody starts it again. What is stored stays.',
    );
    const question = vscode.l10n.t('Stop the sidecar for all windows and agents?');
    const options = { modal: true, detail };
    const answer = await vscode.window.showWarningMessage(question, options, stop);
    if (answer === stop) await this.window.stopSidecar();
  }
}

/** What would be done and why, all of it picked; what is accepted is agreed to. */
async function askConsent(planned: readonly PlannedCleanup[]): Promise<readonly string[]> {
  const items = planned.map((one) => {
    const { label, ...more } = presentPlanned(one, translate);
    return { label: plainLabel(label), ...more, picked: true, id: one.id };
  });
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Clean Up Processes'),
    placeHolder: vscode.l10n.t('OK does what is ticked; nothing has been done yet'),
  });
  return (picked ?? []).map(({ id }) => id);
}

function notWaitedFor(): string {
  return vscode.l10n.t(
    'The sidecar goes on with what you agreed to; the Processes view shows what came of it.',
  );
}

function summarise({ planned, done }: CleanupPlan): string {
  const failed = done.filter(({ outcome }) => outcome === 'failed').length;
  const left = planned.length + failed;
  const cleaned = vscode.l10n.t('Cleaned up: {0}.', done.length - failed);
  return left === 0 ? cleaned : `${cleaned} ${vscode.l10n.t('Left as they are: {0}.', left)}`;
}
