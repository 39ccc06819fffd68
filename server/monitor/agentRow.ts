import { timestampMs } from '../../shared/clock.ts';
import {
  healthStates,
  type AgentRecord,
  type AgentRow,
  type Liveness,
  type Trend,
  type Verdict,
} from '../../shared/model.ts';
import { cleanNote } from '../../shared/text.ts';
import type { HookShown } from './hooks/hookFleet.ts';

/** Other models read the rows: what people wrote is cut shorter there than where it is kept. */
const rowNoteCodePoints = 200;

export interface RowContext {
  readonly wallMs: number;
  readonly silentAfterMs: number;
  /** What hooks say of it; null where none reports. */
  readonly hook: HookShown | null;
  /** The agent that it is shown below. */
  readonly parent: string | null;
  readonly trend: Trend | null;
  /** Its other reports that count: what hooks make of it under an id of their own. */
  readonly partners: readonly Pick<AgentRecord, 'verdict'>[];
}

/** What lists show of an agent. */
export function rowOf(record: AgentRecord, context: RowContext): AgentRow {
  const { state } = record;
  const { hook } = context;
  const verdict = worstVerdict(record, context.partners);
  return {
    agent_id: record.agent_id,
    lifecycle_status: record.lifecycle,
    health_status: verdict?.health ?? 'unknown',
    created: record.created,
    last_update: record.last_update,
    update_count: state.updates,
    total_updates: state.updates,
    version: record.version,
    tags: record.tags,
    notes: cleanNote(record.notes, rowNoteCodePoints),
    metrics: {
      lambda1: state.lambda1,
      coherence: state.coherence,
      void_active: verdict?.void_active ?? false,
      E: state.E,
      I: state.I,
      S: state.S,
      V: state.V,
      risk_score: verdict?.risk_score ?? 0,
    },
    health_message: messageOf(verdict, hook),
    paused: record.paused,
    harness: hook?.harness ?? record.harness,
    workspace: hook?.workspace ?? record.workspace,
    trend: context.trend,
    liveness: livenessOf(record, context),
    governed: hook?.governed ?? 'advisory',
    parent: context.parent,
    facts: hook?.facts ?? null,
  };
}

function messageOf(verdict: Verdict | null, hook: HookShown | null): string {
  const health = verdict?.health_message ?? 'no check-in since the reset';
  const behaviour = hook?.behaviour ?? '';
  return behaviour === '' ? health : `${health} ${behaviour}`;
}

function livenessOf(record: AgentRecord, context: RowContext): Liveness {
  if (record.lifecycle === 'archived') return 'ended';
  const { hook } = context;
  if (hook?.place === 'ended') return 'ended';
  if (hook?.place === 'waiting') return 'waiting';
  if (hook?.isBusy === true) return 'active';
  const silentMs = context.wallMs - timestampMs(hook?.lastEvent ?? record.last_update);
  return silentMs > context.silentAfterMs ? 'silent' : 'active';
}

/** Of several reports of one agent the worst counts. @param verdicts at least one. */
export function worst<T extends Pick<Verdict, 'health'>>(verdicts: readonly [T, ...T[]]): T {
  const rank = ({ health }: T): number => healthStates.indexOf(health);
  return verdicts.reduce((one, other) => (rank(other) > rank(one) ? other : one));
}

function worstVerdict(
  { verdict }: Pick<AgentRecord, 'verdict'>,
  partners: readonly Pick<AgentRecord, 'verdict'>[],
): Verdict | null {
  const others = partners.flatMap((each) => each.verdict ?? []);
  return verdict === null ? null : worst([verdict, ...others]);
}

/** Is it part of the fleet that people see? */
export function isListed({ lifecycle }: Pick<AgentRecord, 'lifecycle'>): boolean {
  return lifecycle !== 'deleted';
}
