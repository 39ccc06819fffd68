import { WatchstanderError } from '../../shared/errors.ts';
import type { AgentRecord } from '../../shared/model.ts';
import type { Mutation, RequestKey } from './port.ts';

/** What a commit can be refused with, beside the catalogue in `shared/errors.ts`. */
export const refusals = {
  versionConflict(mutation: Mutation, current: AgentRecord | undefined, index: number | undefined) {
    const version = current?.version ?? 0;
    return new WatchstanderError(
      'CONFLICT',
      `Agent ${JSON.stringify(mutation.agent_id)} is at version ${version}, ` +
        `not ${mutation.expected_version ?? 0}; nothing was changed.`,
      'Read the agent again, then decide again from its current state.',
      {
        current_version: version,
        ...(current === undefined ? {} : { current_state: withoutVectors(current) }),
        ...(index === undefined ? {} : { index }),
      },
    );
  },
  requestConflict(request: RequestKey, current: AgentRecord | undefined) {
    return new WatchstanderError(
      'CONFLICT',
      `Request ${JSON.stringify(request.request_id)} of ${scopeOf(request)} ` +
        'was already made with other arguments; nothing was changed.',
      'Use a new request_id for a new request, and the same one only to repeat it unchanged.',
      {
        current_version: current?.version ?? 0,
        ...(current === undefined ? {} : { current_state: withoutVectors(current) }),
      },
    );
  },
  locked(detail: string) {
    return new WatchstanderError(
      'LOCKED',
      `Another process leads the store: ${detail}.`,
      'Try again in a few seconds with the same request_id; if it stays so, ask the user to end that process.',
    );
  },
  diskFull(folder: string) {
    return new WatchstanderError(
      'UNAVAILABLE',
      `The disk is full: the last state is safe, nothing new can be stored in ${folder}.`,
      'Make room on that disk; storing goes on by itself within seconds. Then try again with the same request_id.',
    );
  },
  unusable(what: string, nextStep: string) {
    return new WatchstanderError('UNAVAILABLE', what, nextStep);
  },
} as const;

/** No agent has an empty id. */
function scopeOf({ agent_id }: RequestKey): string {
  return agent_id === '' ? 'a transaction' : `agent ${JSON.stringify(agent_id)}`;
}

function withoutVectors(record: AgentRecord): unknown {
  const { previous: _previous, window: _window, ...scalars } = record.state;
  return scalars;
}
