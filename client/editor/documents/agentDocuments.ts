import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { toFailure } from '../../../shared/errors.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { Pace } from '../../../shared/pace.ts';
import { agentIdOf, documentScheme, statusUri } from './agentUri.ts';
import type { Fleet, FleetDelta } from '../fleet.ts';
import type { Window } from '../connection/window.ts';
import { drawingPace } from '../screen/drawingPace.ts';

/**
 * The pages about agents. The sidecar writes them, because the diagnostics it sends are about their
 * lines; open ones follow the agent.
 */
export class AgentDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  private readonly window: Window;
  private readonly pace: Pace;
  private due: Set<string> | 'all' = new Set();

  constructor(window: Window, fleet: Fleet, clock: Clock) {
    this.window = window;
    this.pace = this.life.add(drawingPace(clock, () => this.refreshDue()));
    this.life.add(fleet.onChanged((delta) => this.note(delta)));
    this.life.add(vscode.workspace.registerTextDocumentContentProvider(documentScheme, this));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      if (uri.path === statusUri.path) return await this.statusText();
      return (await this.window.request('watchstander/document', { uri: uri.toString() })).text;
    } catch (error) {
      return uri.path === statusUri.path ? failureJson(error) : failureText(error);
    }
  }

  /** Reads a page again, whether or not its agent changed. */
  refresh(uri: vscode.Uri): void {
    this.changed.fire(uri);
  }

  dispose(): void {
    this.life.dispose();
  }

  private async statusText(): Promise<string> {
    return toJson(await this.window.request('watchstander/status', {}));
  }

  private note(delta: FleetDelta): void {
    if (delta === 'all') this.due = 'all';
    else if (this.due !== 'all') for (const id of delta) this.due.add(id);
    this.pace.ask();
  }

  /** While nobody is heard an open page keeps what it has: it is the last known state. */
  private refreshDue(): void {
    const due = this.due;
    this.due = new Set();
    if (this.window.state.kind !== 'ready') return;
    for (const { uri, isClosed } of vscode.workspace.textDocuments) {
      const id = isClosed ? null : agentIdOf(uri);
      if (id !== null && (due === 'all' || due.has(id))) this.changed.fire(uri);
    }
  }
}

function failureText(error: unknown): string {
  const { error: message, next_step } = toFailure(error);
  return `${message}\n${next_step}\n`;
}

function failureJson(error: unknown): string {
  return toJson({ running: false, error: failureText(error).trim() });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
