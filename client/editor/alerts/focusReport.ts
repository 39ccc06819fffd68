import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { Window } from '../connection/window.ts';

/** Tells the sidecar whether somebody is at this window, so that one window of all shows a toast. */
export class FocusReport implements vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly window: Pick<Window, 'report' | 'onStateChanged'>;
  private readonly clock: Clock;
  /** Monotonic; null as long as it never was. */
  private focusedMs: number | null = null;

  constructor(window: FocusReport['window'], clock: Clock) {
    this.window = window;
    this.clock = clock;
    this.life.add(vscode.window.onDidChangeWindowState(() => this.tell()));
    this.life.add(window.onStateChanged(({ kind }) => kind === 'ready' && this.tell()));
  }

  dispose(): void {
    this.life.dispose();
  }

  private tell(): void {
    const { focused } = vscode.window.state;
    const nowMs = this.clock.monotonicMs();
    if (focused) this.focusedMs = nowMs;
    const last_focus_age_ms = this.focusedMs === null ? null : nowMs - this.focusedMs;
    this.window.report('watchstander/focus', { focused, last_focus_age_ms });
  }
}
