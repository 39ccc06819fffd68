/**
 * The one catalogue of operating errors. Each has a code that programs match on, words a person
 * understands and the next step. Programmer errors are not here: they are assertions.
 */

export const errorCodes = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'PAUSED',
  'ARCHIVED',
  'DELETED',
  'CONFLICT',
  'LOCKED',
  'TOO_LARGE',
  'FENCED',
  'UNAVAILABLE',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What a caller reads, on every surface: wire, MCP, command line. */
export interface Failure {
  success: false;
  code: ErrorCode;
  error: string;
  next_step: string;
  /** Only with CONFLICT: what the agent is now. */
  current_version?: number;
  current_state?: unknown;
  /** Only with a failed transaction: which operation. */
  index?: number;
}

export type FailureDetails = Pick<Failure, 'current_version' | 'current_state' | 'index'>;

export class WatchstanderError extends Error {
  override readonly name = 'WatchstanderError';
  readonly code: ErrorCode;
  readonly nextStep: string;
  readonly details: FailureDetails;

  constructor(code: ErrorCode, message: string, nextStep: string, details: FailureDetails = {}) {
    super(message);
    this.code = code;
    this.nextStep = nextStep;
    this.details = details;
  }
}

/** JSON-RPC reserves -32768 to -32000; ours is one number, the code travels in `data`. */
export const rpcErrorNumber = -31000;

export function toFailure(error: unknown): Failure {
  if (error instanceof WatchstanderError) {
    return {
      success: false,
      code: error.code,
      error: error.message,
      next_step: error.nextStep,
      ...error.details,
    };
  }
  return {
    success: false,
    code: 'INTERNAL',
    error: error instanceof Error ? error.message : String(error),
    next_step:
      'This is a fault in Watchstander. Look at the log (watchstander doctor names it) and report it.',
  };
}

export function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null) return false;
  const { success, code } = value as Partial<Failure>;
  return success === false && errorCodes.some((known) => known === code);
}

export function fromFailure(failure: Failure): WatchstanderError {
  const { current_version, current_state, index } = failure;
  return new WatchstanderError(failure.code, failure.error, failure.next_step, {
    ...(current_version === undefined ? {} : { current_version }),
    ...(current_state === undefined ? {} : { current_state }),
    ...(index === undefined ? {} : { index }),
  });
}

/** Who pauses agents, in words. */
export const pausers: Readonly<Record<string, string>> = {
  person: 'a person',
  agent: 'an agent',
  policy: 'the policy',
};

/** What a paused agent is to do. */
export function resumeStep(pausedBy: string): string {
  return pausedBy === 'agent'
    ? 'Stop working until the agent is resumed (resume_agent).'
    : 'Stop working and ask the user; only a person can resume this agent.';
}

export const failures = {
  invalidInput: (what: string, nextStep: string) =>
    new WatchstanderError('INVALID_INPUT', what, nextStep),
  unknownAgent: (agentId: string) =>
    new WatchstanderError(
      'NOT_FOUND',
      `No agent is called ${JSON.stringify(agentId)}.`,
      '`list_agents`, or `watchstander agents`, has the known ids; an agent appears with its first check-in.',
    ),
  paused: (agentId: string, reason: string | null, by: string) =>
    new WatchstanderError(
      'PAUSED',
      `Agent ${JSON.stringify(agentId)} is paused by ${pausers[by] ?? pausers['person']}` +
        (reason === null ? '.' : `: ${reason}`),
      resumeStep(by),
    ),
  archived: (agentId: string) =>
    new WatchstanderError(
      'ARCHIVED',
      `Agent ${JSON.stringify(agentId)} is archived and takes no check-ins.`,
      'Resume it first (resume_agent), or use another agent_id.',
    ),
  deleted: (agentId: string) =>
    new WatchstanderError(
      'DELETED',
      `Agent ${JSON.stringify(agentId)} was deleted.`,
      'Use another agent_id; a deleted agent takes no check-ins.',
    ),
  unavailable: (what: string) =>
    new WatchstanderError(
      'UNAVAILABLE',
      what,
      'Try again in a few seconds (a tool with the same request_id); if it stays so, run `watchstander doctor`.',
    ),
  /** `code` is the system's. */
  unusableHome: (home: string, isFor: 'read' | 'written', code: string) =>
    new WatchstanderError(
      'UNAVAILABLE',
      `The home ${home} cannot be ${isFor} (${code}).`,
      `Make it ${isFor === 'read' ? 'readable' : 'writable'}, or choose another with the setting watchstander.home or WATCHSTANDER_HOME.`,
    ),
  relativeHome: (home: string) =>
    new WatchstanderError(
      'INVALID_INPUT',
      `The home ${JSON.stringify(home)} is no absolute path.`,
      'Give the setting watchstander.home, or WATCHSTANDER_HOME, a whole path; ~/ stands for your own folder.',
    ),
  fenced: () =>
    new WatchstanderError(
      'FENCED',
      'This sidecar was replaced by a newer one while it worked.',
      'Reconnect and try again with the same request_id: it is applied once.',
    ),
  tooLarge: (what: string, limit: string) =>
    new WatchstanderError('TOO_LARGE', `${what} is too large.`, `Keep it within ${limit}.`),
} as const;
