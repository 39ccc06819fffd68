import type * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { toFailure, WatchstanderError } from '../../../shared/errors.ts';
import { DisposableStore, Emitter } from '../../../shared/lifecycle.ts';
import type {
  Method,
  ParamsOf,
  ReportName,
  Reports,
  ResultOf,
  Welcome,
} from '../../../shared/protocol.ts';
import type { Reached } from '../../connection/knock.ts';
import { SidecarStarter } from '../../connection/sidecarStarter.ts';
import { late, requestWithRetry, within, type Line } from '../../connection/retry.ts';
import type { Reach } from '../../connection/types.ts';
import { ClientLife, type ClientOwner } from './clientLife.ts';
import type { Session } from './session.ts';
import { SessionBackoff } from './sessionBackoff.ts';
import { WindowNews } from './windowNews.ts';

/**
 * `connecting` until the first session, `disconnected` between two, `stopped` after somebody stopped
 * the sidecar on purpose, `failed` when trying again by itself cannot help.
 */
export type WindowState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly welcome: Welcome }
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string; readonly nextStep: string };

export interface WindowOptions {
  readonly where: Omit<Reach, 'kind' | 'start' | 'signal'>;
  readonly reach: (where: Reach, starter: SidecarStarter) => Promise<Reached>;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  readonly diagnostics: vscode.DiagnosticCollection;
}

/** How often to look whether somebody else has started a sidecar that was stopped on purpose. */
const lookAgainMs = 2_000;

/** This window's connection to the sidecar, whichever process that is at the moment. */
export class Window implements ClientOwner {
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  readonly diagnostics: vscode.DiagnosticCollection;
  private readonly life = new DisposableStore();
  readonly news = this.life.add(new WindowNews());
  private readonly changed = this.life.add(new Emitter<WindowState>());
  private readonly woke = this.life.add(new Emitter<undefined>());
  private readonly backoff = new SessionBackoff();
  private readonly reach: WindowOptions['reach'];
  private where: WindowOptions['where'];
  private starter: SidecarStarter;
  private start: Reach['start'] = 'ifNeeded';
  private current: WindowState = { kind: 'connecting' };
  private session: Session | null = null;
  private client: ClientLife | null = null;
  private isRestarting = false;

  readonly onStateChanged = this.changed.event;

  constructor(options: WindowOptions) {
    this.where = options.where;
    this.starter = new SidecarStarter({ ...options.where, kind: 'window' });
    this.reach = options.reach;
    this.clock = options.clock;
    this.log = options.log;
    this.diagnostics = options.diagnostics;
  }

  get state(): WindowState {
    return this.current;
  }

  get home(): string {
    return this.where.home;
  }

  /** Connects, or tries again at once: after a failure, a stop, or while waiting. */
  open(): void {
    this.start = 'ifNeeded';
    // Who asks for it has put something right, or wants to see.
    this.starter = new SidecarStarter({ ...this.where, kind: 'window' });
    if (this.client === null) this.renew();
    else this.woke.fire(undefined);
    if (this.current.kind !== 'ready') this.become({ kind: 'connecting' });
  }

  /** Leaves the sidecar of one home for that of another. */
  async moveTo(home: string): Promise<void> {
    await this.leave();
    this.where = { ...this.where, home };
    this.news.forgetConditions();
    this.become({ kind: 'connecting' });
    this.open();
  }

  /**
   * Has the sidecar end and starts a successor. The request goes out once and is not repeated: a
   * second one would stop the successor.
   */
  async restartSidecar(): Promise<void> {
    const session = this.session;
    if (session === null) {
      this.open();
      return;
    }
    this.isRestarting = true;
    await this.tellToStop(session, 'restart');
    session.drop();
  }

  /**
   * Has the sidecar end for everybody; this window starts none until it is asked to.
   * @throws WatchstanderError UNAVAILABLE when it does not answer: nobody is to believe that it ended.
   */
  async stopSidecar(): Promise<void> {
    if (this.session === null) return;
    const answer = await this.tellToStop(this.session, 'asked for in a window');
    if (answer === late) throw notStopped();
  }

  /** @throws WatchstanderError as the sidecar answered, or UNAVAILABLE after the deadline. */
  request<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const source = { clock: this.clock, line: (withinMs: number) => this.line(withinMs) };
    return requestWithRetry(source, method, params);
  }

  /** While there is no session nobody hears it. */
  report<N extends ReportName>(name: N, report: Reports[N]): void {
    this.session?.report(name, report).catch((error: unknown) => this.log.debug(name, error));
  }

  async close(): Promise<void> {
    await this.leave();
    this.life.dispose();
  }

  async nextSession(signal: AbortSignal): Promise<Reached> {
    await this.pause(this.backoff.waitMs);
    for (;;) {
      const start = this.start;
      try {
        const where: Reach = { ...this.where, kind: 'window', start, signal };
        const reached = await this.reach(where, this.starter);
        // Who greets could start; how its session ends is for the back-off.
        this.starter.answered();
        return reached;
      } catch (error) {
        if (start === 'ifNeeded' || signal.aborted || !isUnavailable(error)) throw error;
      }
      await this.pause(lookAgainMs);
    }
  }

  sessionBegan(session: Session): void {
    this.session = session;
    this.isRestarting = false;
    this.start = 'ifNeeded';
    const { epoch, build, process } = session.welcome;
    this.log.info(`connected to sidecar ${process.pid}, epoch ${epoch}, build ${build}`);
    this.become({ kind: 'ready', welcome: session.welcome });
  }

  sessionEnded(session: Session): void {
    this.session = null;
    this.backoff.sessionEnded(session.livedMs);
    const reason = session.farewell?.reason ?? 'lost';
    this.log.info(`session ended after ${Math.round(session.livedMs)} ms: ${reason}`);
    if (reason === 'replaced') this.starter.yield();
    const isStopped = reason === 'stop' && !this.isRestarting;
    if (isStopped) this.start = 'never';
    this.become({ kind: isStopped ? 'stopped' : 'disconnected' });
  }

  gaveUp(error: unknown): void {
    this.log.error('the sidecar cannot be reached:', error);
    this.discard();
    const { error: message, next_step: nextStep } = toFailure(error);
    this.become({ kind: 'failed', message, nextStep });
  }

  broke(): void {
    this.log.warn('the language client could not start; making another one');
    this.discard();
    this.renew();
  }

  private tellToStop(session: Session, reason: string): Promise<unknown> {
    return within(this.clock, lookAgainMs, session.send('watchstander/stop', { reason }));
  }

  private renew(): void {
    this.client = new ClientLife(this);
    this.client.start();
  }

  private discard(): void {
    void this.leave();
  }

  private async leave(): Promise<void> {
    const client = this.client;
    this.client = null;
    this.session = null;
    this.woke.fire(undefined);
    await client?.close();
  }

  private become(state: WindowState): void {
    if (state.kind === this.current.kind && state.kind !== 'ready') return;
    this.current = state;
    this.changed.fire(state);
  }

  private async line(withinMs: number): Promise<Line> {
    const state = this.current;
    if (state.kind === 'ready' && this.session !== null) return this.session;
    if (state.kind === 'failed') {
      throw new WatchstanderError('UNAVAILABLE', state.message, state.nextStep);
    }
    if (state.kind === 'stopped') throw stopped();
    const untilMs = this.clock.monotonicMs() + withinMs;
    const next = await within(this.clock, withinMs, this.nextState());
    if (next === late) throw this.starter.unreached;
    return this.line(untilMs - this.clock.monotonicMs());
  }

  private nextState(): Promise<WindowState> {
    return new Promise((resolve) => {
      const listening = this.changed.event((state) => {
        listening.dispose();
        resolve(state);
      });
    });
  }

  /** Waits, unless woken. */
  private async pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    let listening = { dispose: (): void => undefined };
    const woken = new Promise<void>((resolve) => {
      listening = this.woke.event(() => resolve());
    });
    await within(this.clock, ms, woken);
    listening.dispose();
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof WatchstanderError && error.code === 'UNAVAILABLE';
}

function stopped(): WatchstanderError {
  return new WatchstanderError(
    'UNAVAILABLE',
    'The sidecar was stopped.',
    'Start it again with “Watchstander: Start Sidecar”.',
  );
}

function notStopped(): WatchstanderError {
  return new WatchstanderError(
    'UNAVAILABLE',
    'The sidecar did not answer, so it was not stopped.',
    'One that goes on like this is replaced by itself; then try again.',
  );
}
