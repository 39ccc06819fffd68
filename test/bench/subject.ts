import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SidecarConnection } from '../../client/connection/types.ts';
import type { CheckInResult } from '../../shared/model.ts';
import { homeLayout } from '../../shared/home.ts';
import type { CheckInParams } from '../../shared/protocol.ts';
import type { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import { agentName, messageOf } from './message.ts';
import type { Contender } from './peers/peer.ts';

/** What is measured: the shipped sidecar, asked through the client library and the real socket. */
export class Subject implements Contender {
  readonly home: TestHome;
  readonly connection: SidecarConnection;

  private constructor(home: TestHome) {
    this.home = home;
    this.connection = home.connect('mcp');
  }

  /** Starts the sidecar if none runs in this home; resolves once it has answered. */
  static async open(home: TestHome): Promise<Subject> {
    const subject = new Subject(home);
    await subject.connection.request('watchstander/status', {});
    return subject;
  }

  /** Of the sidecar that serves now. */
  get pid(): number {
    const { state } = this.connection;
    if (state.kind !== 'ready') throw new Error('no sidecar serves now');
    return state.welcome.process.pid;
  }

  readonly ask = (message: CheckInParams): Promise<CheckInResult> =>
    this.connection.request('watchstander/checkIn', message);

  async epoch(): Promise<number> {
    return (await this.connection.request('watchstander/status', {})).epoch;
  }

  close(): void {
    this.connection.dispose();
  }
}

/**
 * As in a home that is in use: a sidecar has worked there for a while, and what it compiled is kept.
 * Leaves none running.
 */
export async function workIn(home: TestHome): Promise<void> {
  const subject = await Subject.open(home);
  await subject.ask(messageOf(agentName(0), 1));
  const cache = join(home.path, homeLayout.cache);
  await until('the sidecar kept as compiled', () => existsSync(cache));
  subject.close();
  await endSidecar(home, 'SIGTERM');
}

/** No connection may be open: its owner would start a successor. */
export async function endSidecar(home: TestHome, signal: NodeJS.Signals): Promise<void> {
  for (const pid of home.processes()) endOne(pid, signal);
  await until(`the end of ${basename(home.path)}'s sidecar`, () => home.processes().length === 0);
}
