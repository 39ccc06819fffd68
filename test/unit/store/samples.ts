import type { GovernanceState, HistoryPoint } from '../../../shared/model.ts';
import type { Mutation, RecordPatch } from '../../../server/store/port.ts';
import { windowLength } from '../../../server/store/log/packedState.ts';

/** Records as check-ins make them, from a number: equal numbers give equal records. */

export function sampleState(n: number, window: Float64Array = new Float64Array()): GovernanceState {
  const V = n % 3 === 0 ? -0 : Math.sin(n) / 10;
  return {
    E: 0.7 + Math.sin(n) / 7,
    I: 0.8 - Math.cos(n) / 9,
    S: 0.2 + n * Number.EPSILON,
    V,
    coherence: 1 / (1 + n),
    lambda1: 0.15,
    integral: n % 2 === 0 ? -0 : 5e-324,
    time: n * 0.1,
    updates: n,
    previous: n === 0 ? null : Float64Array.from({ length: 128 }, (_, at) => Math.sin(n + at)),
    window: Float64Array.of(...window, V).slice(-windowLength),
    smoothed_risk: 0.1 * n,
    smoothed_coherence: 1 - 0.01 * n,
    baseline: 0.25,
  };
}

export function samplePatch(n: number, window?: Float64Array): RecordPatch {
  return {
    last_update: `2026-11-22T00:00:00.${String(n % 1000).padStart(3, '0')}Z`,
    state: sampleState(n, window),
    verdict: {
      decision: { action: 'approve', reason: `sample ${n}`, require_human: false },
      health: 'healthy',
      health_message: 'as usual',
      reasons: [{ name: 'drift', value: 0.1 * n, share: 0.5, threshold: null }],
      risk_score: 0.1,
      risk_raw: 0.2,
      void_active: false,
      void_threshold: 0.1,
      sampling: { temperature: 0.63, top_p: 0.9, max_tokens: 150, lambda1: 0.15 },
    },
    statistics: { risk_sum: 0.1 * n, void_count: 0, approve: n, revise: 0, reject: 0 },
  };
}

const firstPatch: RecordPatch = {
  created: '2026-11-22T00:00:00.000Z',
  harness: 'codex',
  workspace: '/somewhere',
  lifecycle: 'active',
  paused: null,
  archived_at: null,
  tags: ['a', 'ß', '日本'],
  tag_history: [],
  notes: '',
  events: [],
  history_after: 0,
};

export function samplePoint(n: number): Omit<HistoryPoint, 'version' | 'request_id'> {
  return {
    time: n * 0.1,
    timestamp: '2026-11-22T00:00:00.000Z',
    E: 0.7,
    I: 0.8,
    S: 0.2,
    V: 0.1 * n,
    coherence: 0.9,
    risk: 0.1,
    risk_raw: 0.2,
    lambda1: 0.15,
    health: 'healthy',
    action: 'approve',
  };
}

/** The n-th check-in of an agent; `window` is that of the state before. */
export function sampleCheckIn(agent_id: string, n: number, window?: Float64Array): Mutation {
  const patch = samplePatch(n, window);
  const whole = n === 1 ? { ...firstPatch, ...patch } : patch;
  return { agent_id, patch: whole, point: samplePoint(n) };
}
