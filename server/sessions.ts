import { beats } from '../shared/beats.ts';
import type { SessionView } from '../shared/processes.ts';
import type { Goodbye } from '../shared/protocol.ts';
import type { Session } from './socket/session.ts';

/** The sessions that are open. They come and go; the process stays. */
export class Sessions {
  private readonly open = new Map<number, Session>();
  private lastId = 0;

  get count(): number {
    return this.open.size;
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  add(session: Session): void {
    this.open.set(session.id, session);
  }

  remove({ id }: Session): void {
    this.open.delete(id);
  }

  has(id: number): boolean {
    return this.open.has(id);
  }

  isConnected(pid: number): boolean {
    return [...this.open.values()].some(({ process }) => process.pid === pid);
  }

  /** As `asker`, the id of one of them, is to see them. */
  views(asker: number): readonly SessionView[] {
    return [...this.open.values()].map((session) => session.view(asker));
  }

  dropSilent(): void {
    for (const session of this.open.values()) {
      if (session.silentMs > beats.closedMs) session.drop('no heartbeat');
    }
  }

  endAll(goodbye: Goodbye): void {
    for (const session of this.open.values()) {
      session.notify('watchstander/goodbye', goodbye);
      session.end();
    }
  }
}
