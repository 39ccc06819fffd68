import type { Socket } from 'node:net';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { delay } from '../../shared/clock.ts';
import { failures, WatchstanderError } from '../../shared/errors.ts';
import { DisposableStore, Emitter, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import type {
  Goodbye,
  Method,
  NotificationName,
  Notifications,
  ParamsOf,
  ResultOf,
} from '../../shared/protocol.ts';
import { startBeating } from './beat.ts';
import type { Reached } from './knock.ts';
import { Launcher } from './launcher.ts';
import { reach } from './reach.ts';
import { late, requestWithRetry, within, type Line } from './retry.ts';
import type { ConnectionState, Reach, SidecarConnection } from './types.ts';

const reconnectPauseMs = 1;
/** Somebody waits for this process to end. */
const leaveMs = 500;

/** Opens a session of a process that is not a window: MCP shim, command line, hook. */
export function openConnection(where: Reach): SidecarConnection {
  return new PlainConnection(where);
}

class PlainConnection implements SidecarConnection {
  state: ConnectionState = { kind: 'connecting' };
  private readonly abort = new AbortController();
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new Emitter<ConnectionState>());
  private readonly notified = this.life.add(new Emitter<Notified>());
  private readonly where: Reach;
  private readonly launcher: Launcher;
  private current: OpenSession | null = null;
  private failure: WatchstanderError | null = null;

  constructor(where: Reach) {
    this.where = { ...where, signal: this.abort.signal };
    this.launcher = new Launcher(where);
    void this.keepOpen();
  }

  readonly onStateChanged = (listener: (state: ConnectionState) => void): Disposable =>
    this.changed.event(listener);

  onNotification<N extends NotificationName>(
    name: N,
    listener: (params: Notifications[N]) => void,
  ): Disposable {
    return this.notified.event((message) => {
      if (message.name === name) listener(message.params as Notifications[N]);
    });
  }

  request<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const source = { clock: this.where.clock, line: (ms: number) => this.line(ms) };
    return requestWithRetry(source, method, params);
  }

  async leave(): Promise<void> {
    if (this.current !== null) await within(this.where.clock, leaveMs, this.current.leave());
  }

  dispose(): void {
    this.abort.abort();
    this.current?.drop();
    this.life.dispose();
  }

  /** One session after the other, until disposed or until trying again cannot help. */
  private async keepOpen(): Promise<void> {
    let isLost = false;
    while (!this.abort.signal.aborted) {
      try {
        // A successor need not wait until the death is certain: one too many ends by itself.
        if (isLost && this.where.start === 'ifNeeded') this.launcher.launch();
        const reached = await reach(this.where, this.launcher);
        isLost = await this.serve(reached);
      } catch (error) {
        this.become({ kind: 'failed', message: describe(error) });
        this.failure = error instanceof WatchstanderError ? error : null;
        return;
      }
      await delay(this.where.clock, reconnectPauseMs);
    }
  }

  /** Whether the sidecar is dead, most likely. */
  private async serve(reached: Reached): Promise<boolean> {
    const { notified, launcher } = this;
    const session = new OpenSession(reached.socket, { notified, launcher }, this.where);
    if (this.abort.signal.aborted) session.drop();
    this.current = session;
    this.become({ kind: 'ready', welcome: reached.welcome });
    await session.closed;
    this.current = null;
    this.become({ kind: 'connecting' });
    return session.isLost;
  }

  private become(state: ConnectionState): void {
    this.state = state;
    this.changed.fire(state);
  }

  private async line(withinMs: number): Promise<Line> {
    if (this.state.kind === 'ready' && this.current !== null) return this.current;
    if (this.state.kind === 'failed') throw this.failed();
    const { clock } = this.where;
    const untilMs = clock.monotonicMs() + withinMs;
    const settled = await within(clock, withinMs, this.nextState());
    if (settled === late) throw this.launcher.unreached;
    return this.line(untilMs - clock.monotonicMs());
  }

  private failed(): WatchstanderError {
    return this.failure ?? failures.unavailable(describe(this.state));
  }

  private nextState(): Promise<ConnectionState> {
    return new Promise((resolve) => {
      const listening = this.changed.event((state) => {
        listening.dispose();
        resolve(state);
      });
    });
  }
}

interface Notified {
  readonly name: NotificationName;
  readonly params: unknown;
}

/** What a session tells its owner. */
interface Heard {
  readonly notified: Emitter<Notified>;
  readonly launcher: Pick<Launcher, 'answered' | 'yield'>;
}

/** The life of one socket. */
class OpenSession implements Line {
  readonly closed: Promise<void>;
  private readonly rpc: MessageConnection;
  private readonly socket: Socket;
  private readonly log: Reach['log'];
  private readonly heard: Heard;
  private isAnswered = false;
  /** By us, or by a sidecar that said so. */
  private isEnded = false;

  constructor(socket: Socket, heard: Heard, where: Reach) {
    this.socket = socket;
    this.heard = heard;
    this.log = where.log;
    this.rpc = createMessageConnection(socket, socket);
    const life = new DisposableStore();
    // An error of the socket is always followed by its close; that is where it is acted on.
    socket.on('error', (error) => where.log(`connection: ${error.message}`));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        life.dispose();
        this.rpc.dispose();
        resolve();
      });
    });
    this.rpc.onNotification((name, params) => {
      if (name === 'watchstander/goodbye') this.isEnded = true;
      if (isReplaced(name, params)) heard.launcher.yield();
      heard.notified.fire({ name: name as NotificationName, params });
    });
    // A sidecar that is killed resets the connection.
    this.rpc.onError(() => socket.destroy());
    this.rpc.listen();
    life.add(startBeating(where.clock, this));
    life.add(toDisposable(() => socket.destroy()));
  }

  /** Ended without a word by one that had served. */
  get isLost(): boolean {
    return this.isAnswered && !this.isEnded;
  }

  async send(method: Method, params: unknown): Promise<unknown> {
    const answer = await this.rpc.sendRequest(method, params);
    this.isAnswered = true;
    this.heard.launcher.answered();
    return answer;
  }

  async leave(): Promise<void> {
    try {
      await this.rpc.sendNotification('watchstander/leave', {});
    } catch (error) {
      this.log(`connection: ${String(error)}`);
    }
  }

  drop(): void {
    this.isEnded = true;
    this.socket.destroy();
  }
}

function isReplaced(name: string, params: unknown): boolean {
  return name === 'watchstander/goodbye' && (params as Goodbye).reason === 'replaced';
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'The sidecar cannot be reached.';
}
