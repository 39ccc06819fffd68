import { failures } from '../../shared/errors.ts';
import type { BeatParams } from '../../shared/beats.ts';
import type {
  Method,
  ParamsOf,
  ProcessName,
  ReportName,
  Reports,
  ResultOf,
  SessionKind,
} from '../../shared/protocol.ts';
import { admit, admitReport } from '../../shared/schema.ts';

/** Who asks: one session. */
export interface Caller {
  readonly id: number;
  readonly kind: SessionKind;
  readonly process: ProcessName;
  /** The folder it was started in, where it told. */
  readonly workspace: string | null;
  beat(beat: BeatParams): void;
}

/** A window and the command line are a person's hands; a shim and a hook speak for an agent. */
export function actorOf({ kind }: Pick<Caller, 'kind'>): 'person' | 'agent' {
  return kind === 'window' || kind === 'cli' ? 'person' : 'agent';
}

export type ServedMethod = Exclude<Method, 'watchstander/handshake'>;

/** One handler a method. What reaches it has passed the door (shared/schema.ts). */
export type Table = {
  readonly [M in ServedMethod]: (
    caller: Caller,
    params: ParamsOf<M>,
  ) => ResultOf<M> | Promise<ResultOf<M>>;
};

/** Takes note of a report of a client; nobody is answered. */
export type Ear = (caller: Caller, params: unknown) => void;
export type Ears = Readonly<Record<ReportName, Ear>>;

/** What is not a sound report is passed over. */
export function ear<N extends ReportName>(
  name: N,
  take: (caller: Caller, report: Reports[N]) => void,
): Ear {
  return (caller, params) => {
    const report = admitReport(name, params);
    if (report !== null) take(caller, report);
  };
}

export function hear(ears: Ears, caller: Caller, name: string, params: unknown): void {
  if (Object.hasOwn(ears, name)) ears[name as ReportName](caller, params);
}

/**
 * Answers one request.
 * @throws WatchstanderError INVALID_INPUT at the door, or what the handler throws.
 */
export async function dispatch(
  table: Table,
  caller: Caller,
  method: string,
  params: unknown,
): Promise<unknown> {
  if (!isServed(table, method)) {
    throw failures.invalidInput(
      `There is no request ${JSON.stringify(method.slice(0, 100))}.`,
      'Update the older side: the extension, the command line or the sidecar.',
    );
  }
  return answer(table, caller, method, params);
}

function answer<M extends ServedMethod>(
  table: Table,
  caller: Caller,
  method: M,
  params: unknown,
): ResultOf<M> | Promise<ResultOf<M>> {
  return table[method](caller, admit(method, params));
}

function isServed(table: Table, method: string): method is ServedMethod {
  return Object.hasOwn(table, method);
}
