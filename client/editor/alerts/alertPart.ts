import type * as vscode from 'vscode';
import type { Alert, AlertChange } from '../../../shared/alerts.ts';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import { AlertBook } from '../alertBook.ts';
import { AlertChoice } from './alertChoice.ts';
import { createAlertCommands, createToastActions, type AlertCommands } from './alertCommands.ts';
import { Feed, type FeedSource } from '../feed.ts';
import { FocusReport } from './focusReport.ts';
import { showToast } from './alertToast.ts';
import { AlertTree } from './alertTree.ts';
import { AlertView } from './alertView.ts';
import type { Window } from '../connection/window.ts';

export interface AlertPartOptions {
  readonly window: Window;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  /** Somebody asked for what failed. */
  readonly reportFailure: (error: unknown) => Promise<void>;
}

/** Everything about alerts in this window: what is known, shown, told and done. */
export class AlertPart implements vscode.Disposable {
  readonly commands: AlertCommands;
  readonly tree: AlertTree;
  private readonly life = new DisposableStore();
  readonly book = this.life.add(new AlertBook());
  private readonly feed: Feed<Alert, AlertChange>;

  constructor({ window, clock, log, reportFailure }: AlertPartOptions) {
    const { book } = this;
    const source = alertsOf(window);
    this.feed = this.life.add(new Feed(book, source, (error) => log.warn(String(error))));
    this.tree = this.life.add(new AlertTree(book, clock));
    this.life.add(new AlertView(this.tree, book, clock));
    this.life.add(new FocusReport(window, clock));
    const choice = new AlertChoice({ book, clock, drawn: this.tree.drawn });
    this.commands = createAlertCommands({ window, clock, choice });
    const actions = createToastActions({ window });
    this.life.add(
      window.news.onToast((toast) => {
        showToast(toast, actions).catch(reportFailure);
      }),
    );
    this.life.add(
      window.onStateChanged(({ kind }) => {
        if (kind === 'ready') void this.refresh();
      }),
    );
  }

  /** Asks for everything again. */
  async refresh(): Promise<void> {
    await this.feed.list();
  }

  /** What is shown is not, or not yet again, what is. */
  markStale(): void {
    this.book.markStale();
  }

  forget(): void {
    this.book.forget();
  }

  dispose(): void {
    this.life.dispose();
  }
}

function alertsOf(window: Window): FeedSource<Alert, AlertChange> {
  return {
    onChanged: window.news.onAlertsChanged,
    async readPage(cursor) {
      const params = cursor === undefined ? {} : { cursor };
      const { alerts, ...page } = await window.request('watchstander/alerts', params);
      return { ...page, items: alerts };
    },
  };
}
