import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';
import type { HookRules, PauseMarker } from '../../shared/hooks.ts';
import { matchesGlob } from '../../shared/policy/glob.ts';
import { sha256 } from './digest.ts';

/**
 * What this home keeps for hooks on disk, so that a pause holds without a sidecar. What cannot be read
 * as such denies nothing.
 */

/** Why none of these agents may run a tool; null when they may. */
export function findDenial(home: string, agentIds: readonly string[]): string | null {
  for (const agentId of agentIds) {
    const marker = readJson(join(home, homeLayout.paused, sha256(agentId))) as PauseMarker | null;
    if (marker?.agent_id === agentId && typeof marker.denied === 'string') return marker.denied;
  }
  return null;
}

/** Whether the policy wants tools blocked while nobody can be asked. */
export function isFailClosed(home: string, agentIds: readonly string[]): boolean {
  const rules = readJson(join(home, homeLayout.hookRules)) as Partial<HookRules> | null;
  const list = Array.isArray(rules?.fail_closed) ? (rules as HookRules).fail_closed : [];
  const found = list.findLast(({ match }) => agentIds.some((id) => matchesGlob(match, id)));
  return found?.value === true;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || error instanceof SyntaxError) return null;
    throw error;
  }
}
