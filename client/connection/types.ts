import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { Method, ParamsOf, ResultOf, SessionKind, Welcome } from '../../shared/protocol.ts';

/** Where the sidecar is and who asks. */
export interface Reach {
  /** Absolute path of the home. */
  readonly home: string;
  readonly kind: SessionKind;
  readonly workspace?: string | undefined;
  /** Absolute path of dist/sidecar.js. */
  readonly sidecar: string;
  /** `never` only looks for a running one. */
  readonly start: 'ifNeeded' | 'never';
  readonly clock: Clock;
  /** One line for the log of the caller; never text of agents. */
  readonly log: (line: string) => void;
  /** Stops trying. */
  readonly signal?: AbortSignal | undefined;
}

/** `ready` carries who answered; in all other states requests wait or fail with UNAVAILABLE. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly welcome: Welcome }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * A session that survives its sidecar. Requests that only read are sent again after a loss;
 * mutations too, with a request id that makes them apply once.
 */
export interface SidecarConnection extends Disposable {
  readonly state: ConnectionState;
  onStateChanged(listener: (state: ConnectionState) => void): Disposable;
  /** @throws WatchstanderError as the sidecar answered; after the deadline as `requestWithRetry` says. */
  request<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  /** Says that this client ends in order, if anybody hears it. Then it is to be disposed. */
  leave(): Promise<void>;
}
