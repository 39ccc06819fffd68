import type { Socket } from 'node:net';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { delay } from '../../shared/clock.ts';
import { failures, WatchstanderError } from '../../shared/errors.ts';
import { DisposableStore, Emitter, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import type { Goodbye, Method, ParamsOf, ResultOf } from '../../shared/protocol.ts';
import { startBeating } from './beat.ts';
import type { Reached } from './knock.ts';
import { SidecarStarter } from './sidecarStarter.ts';
import { reach } from './reach.ts';
import { late, requestWithRetry, within, type Line } from './retry.ts';
import type { ConnectionState, Reach, SidecarConnection } from './types.ts';

const reconnectPauseMs = 1;
/** How often to look whether somebody else has started a sidecar that was stopped on purpose. */
const lookAgainMs = 2_000;
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
  private readonly asked = this.life.add(new Emitter<undefined>());
  private readonly where: Reach;
  private readonly starter: SidecarStarter;
  private current: OpenSession | null = null;
  private failure: WatchstanderError | null = null;
  private isStopped = false;
  private unanswered = 0;

  constructor(where: Reach) {
    this.where = { ...where, signal: this.abort.signal };
    this.starter = new SidecarStarter(where);
    void this.keepOpen();
  }

  readonly onStateChanged = (listener: (state: ConnectionState) => void): Disposable =>
    this.changed.event(listener);

  request<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const source = { clock: this.where.clock, line: (ms: number) => this.line(ms) };
    return this.waitedFor(requestWithRetry(source, method, params));
  }

  async leave(): Promise<void> {
    if (this.current !== null) await within(this.where.clock, leaveMs, this.current.leave());
  }

  dispose(): void {
    this.abort.abort();
    this.asked.fire(undefined);
    this.current?.drop();
    this.life.dispose();
  }

  /** One session after the other, until disposed or until trying again cannot help. */
  private async keepOpen(): Promise<void> {
    let isLost = false;
    while (!this.abort.signal.aborted) {
      try {
        // A successor need not wait until the death is certain: one too many ends by itself.
        if (isLost && this.where.start === 'ifNeeded') this.starter.launch();
        isLost = await this.serve(await this.reachNext());
      } catch (error) {
        this.fail(asFailure(error));
        return;
      }
      await delay(this.where.clock, reconnectPauseMs);
    }
    // Closed between two sessions: who still waits for one is told so.
    this.fail(failures.unavailable('The connection was closed.'));
  }

  private fail(failure: WatchstanderError): void {
    this.failure = failure;
    this.become({ kind: 'failed', message: failure.message });
  }

  /** After a stop on purpose the next one is started by who has something to ask, or by others. */
  private async reachNext(): Promise<Reached> {
    while (this.awaitsOthers) {
      try {
        return await reach({ ...this.where, start: 'never' }, this.starter);
      } catch (error) {
        if (!(error instanceof WatchstanderError) || error.code !== 'UNAVAILABLE') throw error;
      }
      await this.lookAgain();
    }
    return reach(this.where, this.starter);
  }

  private get awaitsOthers(): boolean {
    const mayStart = this.where.start === 'ifNeeded' && !this.abort.signal.aborted;
    return this.isStopped && this.unanswered === 0 && mayStart;
  }

  /** Soon, or as soon as something is asked. */
  private async lookAgain(): Promise<void> {
    let listening = { dispose: (): void => undefined };
    const asked = new Promise<void>((resolve) => {
      listening = this.asked.event(() => resolve());
    });
    await within(this.where.clock, lookAgainMs, asked);
    listening.dispose();
  }

  private async waitedFor<T>(answer: Promise<T>): Promise<T> {
    this.unanswered += 1;
    this.asked.fire(undefined);
    try {
      return await answer;
    } finally {
      this.unanswered -= 1;
    }
  }

  /** Whether the sidecar is dead, most likely. */
  private async serve(reached: Reached): Promise<boolean> {
    const session = new OpenSession(reached.socket, this.starter, this.where);
    if (this.abort.signal.aborted) session.drop();
    this.current = session;
    this.become({ kind: 'ready', welcome: reached.welcome });
    await session.closed;
    this.current = null;
    this.isStopped = session.farewell === 'stop';
    this.become({ kind: 'connecting' });
    return session.isLost;
  }

  private become(state: ConnectionState): void {
    this.state = state;
    this.changed.fire(state);
  }

  private async line(withinMs: number): Promise<Line> {
    if (this.state.kind === 'ready' && this.current !== null) return this.current;
    if (this.failure !== null) throw this.failure;
    const { clock } = this.where;
    const untilMs = clock.monotonicMs() + withinMs;
    const settled = await within(clock, withinMs, this.nextState());
    if (settled === late) throw this.starter.unreached;
    return this.line(untilMs - clock.monotonicMs());
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

/** What a session tells of its sidecar. */
type Heard = Pick<SidecarStarter, 'answered' | 'yield'>;

/** The life of one socket. */
class OpenSession implements Line {
  readonly closed: Promise<void>;
  /** Why the sidecar leaves, once it has said so. */
  farewell: Goodbye['reason'] | null = null;
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
      if (name === 'watchstander/goodbye') this.partedWith(params as Goodbye);
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

  private partedWith({ reason }: Goodbye): void {
    this.isEnded = true;
    this.farewell = reason;
    if (reason === 'replaced') this.heard.yield();
  }

  async send(method: Method, params: unknown): Promise<unknown> {
    const answer = await this.rpc.sendRequest(method, params);
    this.isAnswered = true;
    this.heard.answered();
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

/** A fault of ours says at least what it was. */
function asFailure(error: unknown): WatchstanderError {
  if (error instanceof WatchstanderError) return error;
  return failures.unavailable(`The sidecar cannot be reached: ${String(error)}`);
}
