import type { FleetSource } from './broadcast/hub.ts';
import type { Deps } from './handlers/deps.ts';
import { rowContext } from './handlers/fleet.ts';
import { diagnosticsOf } from './language/agentDocument.ts';
import { isListed, rowOf } from './monitor/registry.ts';

/** The fleet as windows are told of it. */
export function fleetSource({
  store,
  clock,
  policy,
  counts,
}: Pick<Deps, 'store' | 'clock' | 'policy' | 'counts'>): FleetSource {
  return {
    get revision() {
      return store.revision;
    },
    get summary() {
      return counts.summary;
    },
    row(agentId) {
      const record = store.read(agentId);
      const isShown = record !== undefined && isListed(record);
      return isShown ? rowOf(record, rowContext({ clock, policy }, agentId)) : undefined;
    },
    diagnostics(agentId) {
      const record = store.read(agentId);
      return record === undefined ? [] : diagnosticsOf(record);
    },
  };
}
