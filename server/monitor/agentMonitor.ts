import type {
  AgentRecord,
  CheckInResult,
  GovernanceState,
  Health,
  HistoryPoint,
  Statistics,
  Verdict,
} from '../../shared/model.ts';
import type { Settings } from '../governance/settings.ts';
import { initialState } from '../governance/state.ts';
import { step, type StepInput } from '../governance/step.ts';
import { healthAgain, judgeAgain } from '../governance/verdict.ts';

export type { StepInput } from '../governance/step.ts';

/** What one check-in makes of an agent. */
export interface Assessment {
  readonly state: GovernanceState;
  readonly verdict: Verdict;
  readonly statistics: Statistics;
}

const noStatistics: Statistics = { risk_sum: 0, void_count: 0, approve: 0, revise: 0, reject: 0 };

/** One step of the agent's model; `before` is undefined for its first check-in. */
export function assess(
  before: AgentRecord | undefined,
  input: StepInput,
  settings: Settings,
): Assessment {
  const { state, verdict } = step(before?.state ?? initialState(), input, settings);
  return { state, verdict, statistics: count(before?.statistics ?? noStatistics, verdict) };
}

/** The agent as these settings see it: what is shown follows thresholds, what is stored stays. */
export function viewUnder(record: AgentRecord, settings: Settings): AgentRecord {
  const { verdict } = record;
  return verdict === null ? record : { ...record, verdict: judgeAgain(verdict, settings) };
}

/** Its health in that view; null when nothing judged it since its reset. */
export function healthUnder({ verdict }: AgentRecord, settings: Settings): Health | null {
  return verdict === null ? null : healthAgain(verdict, settings);
}

/** An agent's model and sums as before its first check-in. */
export function freshAssessment(): Pick<AgentRecord, 'state' | 'verdict' | 'statistics'> {
  return { state: initialState(), verdict: null, statistics: noStatistics };
}

function count(before: Statistics, verdict: Verdict): Statistics {
  const { action } = verdict.decision;
  return {
    ...before,
    risk_sum: before.risk_sum + verdict.risk_score,
    void_count: before.void_count + (verdict.void_active ? 1 : 0),
    [action]: before[action] + 1,
  };
}

export function pointOf(
  { state, verdict }: Assessment,
  timestamp: string,
): Omit<HistoryPoint, 'version' | 'request_id'> {
  return {
    time: state.time,
    timestamp,
    E: state.E,
    I: state.I,
    S: state.S,
    V: state.V,
    coherence: state.coherence,
    risk: verdict.risk_score,
    risk_raw: verdict.risk_raw,
    lambda1: state.lambda1,
    health: verdict.health,
    action: verdict.decision.action,
  };
}

/** The answer to the check-in that made this record. */
export function resultOf(
  record: Pick<AgentRecord, 'agent_id' | 'version' | 'state' | 'verdict' | 'last_update'>,
): CheckInResult {
  const { state, verdict } = record;
  if (verdict === null) throw new Error('A record made by a check-in has a verdict.');
  return {
    success: true,
    agent_id: record.agent_id,
    version: record.version,
    status: verdict.health,
    decision: verdict.decision,
    metrics: {
      E: state.E,
      I: state.I,
      S: state.S,
      V: state.V,
      coherence: state.coherence,
      lambda1: state.lambda1,
      risk_score: verdict.risk_score,
      risk_raw: verdict.risk_raw,
      void_active: verdict.void_active,
      time: state.time,
      updates: state.updates,
      health_status: verdict.health,
      health_message: verdict.health_message,
      reasons: verdict.reasons,
    },
    sampling_params: verdict.sampling,
    timestamp: record.last_update,
  };
}
