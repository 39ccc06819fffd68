import type { Actor } from './model.ts';

/**
 * What an agent is, in one word, in the order of how soon a person should look: who was not assessed
 * yet may be ill.
 */
export const standings = [
  'critical',
  'degraded',
  'unknown',
  'healthy',
  'paused',
  'ended',
  'archived',
] as const;
export type Standing = (typeof standings)[number];

/**
 * Ill, or paused by the policy until a person resumes it. Not who waits for a person: so does every
 * agent between two turns, and nobody is to be called for that.
 */
export function needsAttention({ standing, paused }: Attended): boolean {
  return standing === 'critical' || standing === 'degraded' || paused?.by === 'policy';
}

export interface Attended {
  readonly standing: Standing;
  readonly paused: { readonly by: Actor } | null;
}
