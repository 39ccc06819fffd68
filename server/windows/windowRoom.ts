import assert from 'node:assert/strict';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { Session } from '../socket/session.ts';
import type { OpenWindowLine } from '../socket/windowLine.ts';
import type { FeedWindow, WindowSources } from './windowFeed.ts';

/** The windows that are open, and what only they need. */
export class WindowRoom {
  private readonly sources: WindowSources;
  private readonly open = new Set<number>();
  private readonly subscriptions = new Map<number, Disposable>();
  private feedWindow: FeedWindow | null = null;

  constructor(sources: WindowSources) {
    this.sources = sources;
  }

  /** Only windows need it, and evaluating it takes a tenth of a start: when the first one comes. */
  async lines(): Promise<OpenWindowLine> {
    const [{ openWindowLine }, { feedWindow }] = await Promise.all([
      import('../socket/windowLine.ts'),
      import('./windowFeed.ts'),
    ]);
    this.feedWindow = feedWindow;
    return openWindowLine;
  }

  opened(session: Session): void {
    const { feedWindow } = this;
    const { window, id } = session;
    if (window === null) return;
    assert(feedWindow !== null, 'a window was opened without what it needs');
    this.open.add(id);
    window.onReady(() => {
      // What a window sent before it ended is read to its end: nothing would end this subscription.
      if (this.open.has(id)) this.subscriptions.set(id, feedWindow(session, window, this.sources));
    });
  }

  closed({ id }: Session): void {
    this.open.delete(id);
    this.subscriptions.get(id)?.dispose();
    this.subscriptions.delete(id);
  }
}
