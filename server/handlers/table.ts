import { failures } from '../../shared/errors.ts';
import type {
  Method,
  ParamsOf,
  ProcessName,
  ResultOf,
  SessionKind,
} from '../../shared/protocol.ts';
import { admit } from '../../shared/schema.ts';

/** Who asks: one session. */
export interface Caller {
  readonly id: number;
  readonly kind: SessionKind;
  readonly process: ProcessName;
  beat(): void;
}

export type ServedMethod = Exclude<Method, 'watchstander/handshake'>;

/** One handler a method. What reaches it has passed the door (shared/schema.ts). */
export type Table = {
  readonly [M in ServedMethod]: (
    caller: Caller,
    params: ParamsOf<M>,
  ) => ResultOf<M> | Promise<ResultOf<M>>;
};

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
