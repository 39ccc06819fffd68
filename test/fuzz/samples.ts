import type { ParamsOf } from '../../shared/protocol.ts';
import type { ServedMethod } from '../../server/handlers/table.ts';
import { capturedEvents } from '../support/hookProcess.ts';
import { packParams } from '../../client/connection/packing.ts';
import { neutralEventOf } from '../../client/hook/neutralEvent.ts';
import { plainCheckIn } from '../support/records.ts';

/** A request as a client of ours makes it. */
export interface RequestSample {
  readonly method: ServedMethod;
  readonly params: unknown;
}

const checkIn = {
  ...plainCheckIn,
  parameters: [0.1, 0.2, 0.3],
  ethical_drift: [0.1, 0, 0],
  expected_version: 0,
  request_id: 'r1',
};

const hookEvent = capturedEvents('claude', 'claude-code')
  .map(({ words: [harness, word], event }) => neutralEventOf(harness, word, event))
  .find((neutral) => neutral?.params.call !== null && neutral?.params.call !== undefined);

const samples: { readonly [M in ServedMethod]: readonly ParamsOf<M>[] } = {
  'watchstander/beat': [
    { sequence: 1, event_loop_delay_p99_ms: 2, event_loop_delay_p50_ms: 1, rss_bytes: 5 },
  ],
  'watchstander/checkIn': [checkIn, { ...plainCheckIn, agent_id: 'b' }, plainCheckIn],
  'watchstander/simulate': [checkIn],
  'watchstander/fleet': [{}, { cursor: 'a' }],
  'watchstander/agent': [{ agent_id: 'a' }],
  'watchstander/document': [{ uri: 'watchstander:/agents/a' }],
  'watchstander/history': [{ agent_id: 'a', limit: 3 }, { agent_id: 'a' }],
  'watchstander/lifecycle': (['pause', 'resume', 'archive', 'reset'] as const).map((act) => ({
    ...{ agent_id: 'a', act, reason: 'why', expected_version: 1, request_id: 'r2' },
  })),
  'watchstander/metadata': [
    { agent_id: 'a', tags: ['t', 'u'], notes: 'n', append_notes: true, expected_version: 1 },
  ],
  'watchstander/transact': [
    {
      operations: [
        { kind: 'checkIn', ...plainCheckIn },
        { kind: 'metadata', agent_id: 'a', tags: ['t'] },
        { kind: 'lifecycle', agent_id: 'b', act: 'pause', reason: 'r' },
      ],
      request_id: 'r3',
    },
  ],
  'watchstander/freeze': [{ act: 'resume', reason: 'x' }],
  'watchstander/hookEvent': hookEvent === undefined || hookEvent === null ? [] : [hookEvent.params],
  'watchstander/alerts': [{ agent_id: 'a', open_only: true }, {}],
  'watchstander/acknowledge': [{ alert_id: '1-1', act: 'snooze', note: 'n' }],
  'watchstander/status': [{}],
  'watchstander/processes': [{}],
  'watchstander/cleanup': [{ approve: ['x'] }],
  'watchstander/register': [{ namespace: null, parent_pid: 1 }],
  'watchstander/thresholds': [{ agent_id: 'a' }, {}],
  'watchstander/stop': [{ reason: 'fuzz' }],
};

/** As they are, and as our clients let them travel. */
export const requestSamples: readonly RequestSample[] = Object.entries(samples).flatMap(
  ([name, all]) =>
    all.flatMap((params): RequestSample[] => {
      const method = name as ServedMethod;
      const packed = packParams(method, params);
      return packed === params ? [{ method, params }] : [params, packed].map(sampleOf(method));
    }),
);

function sampleOf(method: ServedMethod): (params: unknown) => RequestSample {
  return (params) => ({ method, params });
}
