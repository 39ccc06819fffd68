import { createMessageConnection, ResponseError, type Message } from 'vscode-jsonrpc/node';
import type { Clock } from '../../shared/clock.ts';
import { rpcErrorNumber, toFailure } from '../../shared/errors.ts';
import type { BeatParams } from '../../shared/beats.ts';
import type { LoopDelays, ProcessState, SessionView } from '../../shared/processes.ts';
import type {
  HandshakeParams,
  NotificationName,
  Notifications,
  Welcome,
} from '../../shared/protocol.ts';
import { dispatch, hear, type Caller, type Ears, type Table } from '../handlers/table.ts';
import type { Answer, Line, Listen } from './line.ts';
import { packAnswer, unpackParams } from './packing.ts';
import type { OpenWindowLine, WindowLine } from './windowLine.ts';

/** What a connection needs of the sidecar that serves it. */
export interface SessionHost {
  readonly clock: Clock;
  readonly table: Table;
  readonly ears: Ears;
  /** What speaks LSP. Asked for when a window comes: evaluating it would delay a start. */
  windowLines(): Promise<OpenWindowLine>;
  /** A client silent for longer is shown as not responding. */
  staleMs(): number;
  /** Judges the first message. @throws WatchstanderError when this client is not to be served. */
  greet(params: HandshakeParams): Omit<Welcome, 'session'>;
  nextSessionId(): number;
  opened(session: Session): void;
  closed(session: Session): void;
  log(line: string): void;
}

/** What the handshake made of a client. */
export interface Greeted {
  readonly id: number;
  readonly hello: HandshakeParams;
  /** Null unless the client is a window. */
  readonly openWindow: OpenWindowLine | null;
}

/** One client's connection, from its handshake to its close. It never ends the process. */
export class Session implements Caller {
  readonly id: number;
  readonly kind: HandshakeParams['kind'];
  readonly process: HandshakeParams['process'];
  readonly workspace: string | null;
  /** Null unless the client is a window. */
  readonly window: WindowLine | null;
  private readonly host: SessionHost;
  private readonly line: Line;
  private readonly hello: HandshakeParams;
  private readonly openedMs: number;
  private lastBeatMs: number;
  private lastBeat: BeatParams | null = null;

  constructor(host: SessionHost, line: Line, { id, hello, openWindow }: Greeted) {
    this.host = host;
    this.line = line;
    this.id = id;
    this.kind = hello.kind;
    this.process = hello.process;
    this.workspace = hello.workspace ?? null;
    this.hello = hello;
    this.openedMs = host.clock.monotonicMs();
    this.lastBeatMs = this.openedMs;
    const answer: Answer = (method, params) => this.answer(method, params);
    const listen: Listen = (method, params) => hear(host.ears, this, method, params);
    this.window = openWindow === null ? null : openWindow(line, answer, listen);
    if (this.window === null) openPlainLine(line, answer, listen);
    line.socket.once('close', () => host.closed(this));
  }

  /** How long ago this client last said that it lives. */
  get silentMs(): number {
    return this.host.clock.monotonicMs() - this.lastBeatMs;
  }

  /** As `asker`, another session or this one, is to see it: its question is no load. */
  view(asker: number): SessionView {
    const { kind, lastBeat, line } = this;
    const requests_in_flight = line.requestsInFlight() - (asker === this.id ? 1 : 0);
    return {
      id: this.id,
      kind,
      pid: this.process.pid,
      state: this.state(requests_in_flight),
      last_heartbeat_age_ms: Math.round(this.silentMs),
      uptime_s: this.uptimeSeconds(),
      rss_bytes: lastBeat?.rss_bytes ?? null,
      cpu_percent: lastBeat?.cpu_percent ?? null,
      event_loop_delay_ms: lastBeat === null ? null : delaysOf(lastBeat),
      unsent_bytes: line.socket.writableLength,
      requests_in_flight,
      build: this.hello.build,
      build_date: this.hello.build_date ?? null,
      workspace: this.workspace,
    };
  }

  beat(beat: BeatParams): void {
    this.lastBeatMs = this.host.clock.monotonicMs();
    this.lastBeat = beat;
  }

  notify<N extends NotificationName>(name: N, params: Notifications[N]): void {
    void this.line.writer.write({ jsonrpc: '2.0', method: name, params } as Message);
  }

  /** Lets what was written reach the peer, then closes. */
  end(): void {
    this.line.writer.end();
  }

  drop(why: string): void {
    this.line.socket.destroy(new Error(why));
  }

  private state(requestsInFlight: number): ProcessState {
    if (this.silentMs > this.host.staleMs()) return 'not responding';
    if (this.lastBeat === null) return 'starting';
    return requestsInFlight > 0 ? 'busy' : 'ready';
  }

  private uptimeSeconds(): number | null {
    const { uptime_s } = this.hello;
    if (uptime_s === undefined) return null;
    const openMs = this.host.clock.monotonicMs() - this.openedMs;
    return Math.round((uptime_s + openMs / 1_000) * 10) / 10;
  }

  private async answer(method: string, params: unknown): Promise<unknown> {
    try {
      const answer = await dispatch(this.host.table, this, method, unpackParams(params));
      return packAnswer(method, answer);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'INTERNAL') this.host.log(`${method} failed: ${stackOf(error)}`);
      throw new ResponseError(rpcErrorNumber, failure.error, failure);
    }
  }
}

function delaysOf(beat: BeatParams): LoopDelays {
  const p99 = beat.event_loop_delay_p99_ms;
  // Not every client says both.
  return { p50: beat.event_loop_delay_p50_ms ?? p99, p99 };
}

function openPlainLine(line: Line, answer: Answer, listen: Listen): void {
  const rpc = createMessageConnection(line.reader, line.writer);
  rpc.onRequest(answer);
  rpc.onNotification(listen);
  rpc.onClose(() => rpc.dispose());
  rpc.listen();
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
