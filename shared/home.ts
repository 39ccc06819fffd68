import type { Failure } from './errors.ts';

/** Names inside the home; both sides join them to the home's path. */
export const homeLayout = {
  policy: 'policy.json',
  store: 'store',
  run: 'run',
  /** The last policy without a mistake, for a start with a bad one. */
  keptPolicy: 'run/policy.good.json',
  endpoint: 'run/endpoint',
  token: 'run/token',
  /** Somebody is starting a sidecar. */
  starting: 'run/starting',
  /** Why the last one could not start. */
  startFailure: 'run/start-failure',
  log: 'log',
  sidecarLog: 'log/sidecar.log',
  /** What Node makes of the sidecar's text, so that the next start need not. */
  cache: 'cache',
  hookLog: 'log/hook.log',
  /** One file a paused agent, named by SHA-256 of its id: what hooks look at first. */
  paused: 'run/paused',
  hookRules: 'run/hooks.json',
  /** Which epoch left a hook without an answer, and when: the next ones do not wait for it. */
  unanswered: 'run/unanswered',
  exports: 'exports',
  bin: 'bin',
} as const;

/** Content of `run/endpoint`: a hint where the leader listens; the handshake proves it. */
export interface Endpoint {
  readonly address: string;
  readonly epoch: number;
  readonly pid: number;
}

/** The file is replaced as a whole, but a person may have edited it: anything else is as if absent. */
export function parseEndpoint(text: string): Endpoint | null {
  try {
    const value = JSON.parse(text) as Partial<Endpoint> | null;
    const { address, epoch, pid } = value ?? {};
    const isWhole =
      typeof address === 'string' && typeof epoch === 'number' && typeof pid === 'number';
    return isWhole ? { address, epoch, pid } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Content of `run/start-failure`. */
export interface StartFailure {
  readonly pid: number;
  readonly failure: Failure;
}
