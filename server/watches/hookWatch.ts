import type { Clock } from '../../shared/clock.ts';
import { denialOf, type HookRules, type PauseMarker } from '../../shared/hooks.ts';
import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import { durationMs } from '../../shared/policy/duration.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import type { HookOutlet } from '../handlers/deps.ts';
import { restoreHookFleet } from '../handlers/commit/hookDocuments.ts';
import { HookFiles } from '../hooks/hookFiles.ts';
import type { HookAgent } from '../monitor/hooks/hookAgent.ts';
import { HookFleet } from '../monitor/hooks/hookFleet.ts';
import { StallWatch } from '../monitor/stallWatch.ts';
import type { Store } from '../store/port.ts';

export interface HookWatchOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly log: (line: string) => void;
  readonly policy: () => Policy;
  readonly rowsChanged: (agentIds: readonly string[]) => void;
  readonly stalled: (agentId: string, quietMs: number) => void;
}

/** Everything about hooks that lives as long as the sidecar. */
export class HookWatch implements HookOutlet, Disposable {
  readonly fleet = new HookFleet();
  private readonly options: HookWatchOptions;
  private readonly life = new DisposableStore();
  private readonly files: HookFiles;
  private readonly stalls: StallWatch;

  constructor(options: HookWatchOptions) {
    const { home, clock, store } = options;
    this.options = options;
    this.files = new HookFiles(home);
    const told = (agentId: string, quietMs: number): void =>
      options.stalled(this.fleet.shownId(agentId), quietMs);
    this.stalls = this.life.add(new StallWatch(clock, told));
    restoreHookFleet(this.fleet, store, clock);
  }

  /** Hooks are connected for moments only, and start no sidecar when they find none: so long it waits. */
  get awaitedMs(): number {
    const { silent_after } = this.options.policy().liveness;
    return this.fleet.liveCount > 0 ? durationMs(silent_after) : 0;
  }

  /** What hooks find on disk is made as the store says, before anybody is answered. */
  async begin(): Promise<void> {
    const markers = new Map<string, PauseMarker>();
    for (const { agent_id, lifecycle } of this.options.store.list()) {
      if (lifecycle !== 'paused') continue;
      for (const id of [agent_id, ...this.fleet.partnersOf(agent_id)]) {
        const marker = this.markerOf(id);
        if (marker !== null) markers.set(id, marker);
      }
    }
    await this.files.rewrite(markers);
    await this.policyChanged();
  }

  async policyChanged(): Promise<void> {
    const { hooks, agents } = this.options.policy();
    const overrides = agents.flatMap(({ match, hooks: other }) =>
      other?.fail_closed === undefined ? [] : [{ match, value: other.fail_closed }],
    );
    const rules: HookRules = {
      fail_closed: [{ match: '*', value: hooks.fail_closed }, ...overrides],
    };
    try {
      await this.files.writeRules(rules);
    } catch (error) {
      this.options.log(`hooks: what the policy says of them could not be kept: ${String(error)}`);
    }
  }

  readonly followed = (agent: HookAgent): void => this.stalls.follow(agent);

  readonly rowsChanged = (agentIds: readonly string[]): void => this.options.rowsChanged(agentIds);

  readonly markPauses = (agentIds: readonly string[]): Promise<void> => {
    const all = agentIds.flatMap((id) => [id, ...this.fleet.partnersOf(id)]);
    return this.files.mark(all, (agentId) => this.markerOf(agentId));
  };

  dispose(): void {
    this.life.dispose();
  }

  /** As the store is when the turn comes, so that the last change wins. */
  private markerOf(agentId: string): PauseMarker | null {
    const shownId = this.fleet.shownId(agentId);
    const record = this.options.store.read(shownId);
    if (record?.lifecycle !== 'paused') return null;
    const { by, reason } = record.paused ?? { by: 'person', reason: null };
    return { agent_id: agentId, denied: denialOf(shownId, by, reason) };
  }
}
