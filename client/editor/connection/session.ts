import type { Socket } from 'node:net';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { Goodbye, Method, ReportName, Reports, Welcome } from '../../../shared/protocol.ts';
import { startBeating } from '../../connection/beat.ts';
import type { Line } from '../../connection/retry.ts';

/** `initialize` has no deadline of its own: without this a stopped sidecar keeps us starting for ever. */
const initializeMs = 5_000;

/** One session of this window: the life of one socket that has answered the handshake. */
export class Session implements Line {
  readonly welcome: Welcome;
  /** Why the sidecar leaves, once it has said so. */
  farewell: Goodbye | null = null;
  private readonly life = new DisposableStore();
  private readonly socket: Socket;
  private readonly client: LanguageClient;
  private readonly clock: Clock;
  private readonly openedMs: number;

  constructor(reached: { socket: Socket; welcome: Welcome }, client: LanguageClient, clock: Clock) {
    this.socket = reached.socket;
    this.welcome = reached.welcome;
    this.client = client;
    this.clock = clock;
    this.openedMs = clock.monotonicMs();
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  get livedMs(): number {
    return this.clock.monotonicMs() - this.openedMs;
  }

  /** Until `begin` the language client has `initializeMs` to initialize. */
  watch(onClosed: () => void): void {
    const deadline = this.life.add(this.clock.after(initializeMs, () => this.drop()));
    this.initialized = () => this.life.release(deadline);
    // An error of the socket is always followed by its close; that is where it is acted on.
    this.socket.on('error', () => undefined);
    this.socket.once('close', () => {
      this.life.dispose();
      onClosed();
    });
  }

  begin(): void {
    this.initialized();
    this.life.add(startBeating(this.clock, this));
  }

  send(method: Method, params: unknown): Promise<unknown> {
    return this.client.sendRequest<unknown>(method, params);
  }

  /** Nobody answers; a report that is lost with the session is made anew by the next one. */
  report<N extends ReportName>(name: N, report: Reports[N]): Promise<void> {
    return this.client.sendNotification(name, report);
  }

  drop(): void {
    this.socket.destroy();
  }

  private initialized: () => void = () => undefined;
}
