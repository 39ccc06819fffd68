import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';
import type { HookRules, PauseMarker } from '../../shared/hooks.ts';
import { matchesGlob } from '../../shared/policy/glob.ts';
import { sha256 } from './digest.ts';
import { fieldsOf } from './adapters/fields.ts';

/**
 * What this home keeps for hooks on disk, so that a pause holds without a sidecar. What cannot be read
 * as such denies nothing here; the sidecar is asked all the same, and knows who is paused.
 */

/** Why none of these agents may run a tool; null when they may. */
export function findDenial(home: string, agentIds: readonly string[]): string | null {
  for (const agentId of agentIds) {
    const marker = fieldsOf(readJson(join(home, homeLayout.paused, sha256(agentId))));
    const { agent_id, denied }: Partial<PauseMarker> = marker;
    if (agent_id === agentId && typeof denied === 'string') return denied;
  }
  return null;
}

/** Whether the policy wants tools blocked while nobody can be asked. */
export function isFailClosed(home: string, agentIds: readonly string[]): boolean {
  const { fail_closed: list }: Partial<HookRules> = fieldsOf(
    readJson(join(home, homeLayout.hookRules)),
  );
  const rules = Array.isArray(list) ? list.map(fieldsOf) : [];
  const found = rules.findLast(
    ({ match }) => typeof match === 'string' && agentIds.some((id) => matchesGlob(match, id)),
  );
  return found?.['value'] === true;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
