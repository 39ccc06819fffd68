import type { Health, Profile } from '../model.ts';
import type { Duration } from './duration.ts';

/**
 * The policy in force, in the words of its file and with nothing left out: the same object on disk,
 * on the wire, in `watchstander policy --json`. What each key means: `policyTree.ts`.
 */
export interface Policy extends Overridable {
  readonly alerts: AlertPolicy;
  readonly liveness: LivenessPolicy;
  readonly retention: RetentionPolicy;
  /** In the order of the file; later ones win. */
  readonly agents: readonly AgentOverride[];
}

/** What may differ from agent to agent. */
export interface Overridable {
  readonly governance: { readonly profile: Profile };
  readonly health: HealthPolicy;
  readonly alerts: Omit<AlertPolicy, 'mute'>;
  readonly liveness: Pick<LivenessPolicy, 'silent_after'>;
  readonly hooks: HookPolicy;
}

/** Healthy on one side of `healthy`, critical on the other side of `degraded`. */
export interface Bounds {
  readonly healthy: number;
  readonly degraded: number;
}

export interface HealthPolicy {
  readonly risk: Bounds;
  readonly coherence: Bounds;
  readonly void: Health;
  readonly smoothing: number;
}

export const alertTriggers = [
  'critical',
  'degraded',
  'silence',
  'stall',
  'death',
  'recovery',
] as const;
export type AlertTrigger = (typeof alertTriggers)[number];

export interface AlertPolicy {
  readonly kinds: readonly AlertTrigger[];
  readonly critical_after: number;
  readonly degraded_after: number;
  readonly closes_after: number;
  readonly cooldown: Duration;
  readonly snooze: Duration;
  /** Globs over agent ids. */
  readonly mute: readonly string[];
}

export interface LivenessPolicy {
  readonly silent_after: Duration;
  readonly stale_after: Duration;
  readonly idle_exit: Duration;
}

export interface RetentionPolicy {
  readonly points_per_agent: number;
  readonly days: number;
  readonly ended_agents: Duration;
}

export interface HookPolicy {
  readonly fail_closed: boolean;
  /** Check-ins in a row; 0 is never. */
  readonly pause_after_critical: number;
}

/** Any part of what may differ, for the agents whose id matches the glob. */
export type AgentOverride = { readonly match: string } & DeepPartial<Overridable>;

type DeepPartial<T> = {
  readonly [K in keyof T]?: T[K] extends readonly unknown[] | string | number | boolean
    ? T[K]
    : DeepPartial<T[K]>;
};

/** What is in force for one agent. */
export interface AgentSettings {
  readonly profile: Profile;
  readonly health: HealthPolicy;
  readonly alerts: AlertPolicy;
  readonly liveness: LivenessPolicy;
  readonly hooks: HookPolicy;
}
