import { join } from 'node:path';
import { changeLifecycle } from '../../server/handlers/lifecycle.ts';
import { checkIn } from '../../server/handlers/checkIn.ts';
import { ownIdentity } from '../../server/process/identity.ts';
import { openFileStore } from '../../server/store/openFileStore.ts';
import { systemClock, type Clock } from '../../shared/clock.ts';
import { parameterCount, type CheckIn } from '../../shared/model.ts';
import { callerOf, stageHandlers } from '../unit/handlers/handlerStage.ts';
import { seededRandom, type SeededRandom } from './seededRandom.ts';

/** What one agent did, from long ago until now; `act` instead of a report is done by a person. */
export interface PastAgent {
  readonly id: string;
  /** Between two steps. */
  readonly everyMs: number;
  readonly steps: readonly PastStep[];
}

export type PastStep = { readonly drift: number } | { readonly act: 'pause' | 'resume' } | 'rest';

/**
 * Fills a home with agents that have been at work, through the sidecar's own handlers and store with
 * a clock of then: verdicts, alerts and events are what they would have been. The last step is now.
 */
export async function writePast(home: string, agents: readonly PastAgent[]): Promise<void> {
  const clock = new PastClock();
  const store = await openFileStore({
    folder: join(home, 'store'),
    clock,
    identity: await ownIdentity(),
    log: () => undefined,
  });
  const { deps } = stageHandlers(undefined, store);
  const then = { ...deps, clock };
  const moments = agents.flatMap(momentsOf).sort((one, other) => other.agoMs - one.agoMs);
  for (const { agoMs, id, step, random } of moments) {
    clock.agoMs = agoMs;
    if (step === 'rest') continue;
    if ('act' in step) {
      const why = step.act === 'pause' ? { reason: 'drifts away from its task' } : {};
      await changeLifecycle(then, callerOf('window'), { agent_id: id, act: step.act, ...why });
    } else await checkIn(then, callerOf('mcp'), reportOf(id, step.drift, random));
  }
  await store.close();
}

class PastClock implements Clock {
  agoMs = 0;
  readonly monotonicMs = systemClock.monotonicMs;
  readonly after = systemClock.after;
  readonly every = systemClock.every;
  readonly wallMs = (): number => systemClock.wallMs() - this.agoMs;
}

interface Moment {
  readonly agoMs: number;
  readonly id: string;
  readonly step: PastStep;
  readonly random: SeededRandom;
}

function momentsOf({ id, everyMs, steps }: PastAgent): Moment[] {
  const random = seededRandom(id.length);
  return steps.map((step, at) => ({
    // Nobody works like a clock.
    agoMs: (steps.length - 1 - at) * everyMs * (at === 0 ? 1 : 0.97 + 0.02 * random.uniform()),
    id,
    step,
    random,
  }));
}

function reportOf(agentId: string, drift: number, { uniform, normal }: SeededRandom): CheckIn {
  const each = Math.max(0, drift * (0.8 + 0.4 * uniform()));
  return {
    agent_id: agentId,
    parameters: Array.from(
      { length: parameterCount },
      (_, at) => Math.sin(at) + (0.003 + 0.25 * each) * normal(),
    ),
    ethical_drift: [each, each, each],
    text: { code_points: Math.round(200 + 600 * uniform()), keyword_hits: 0 },
    complexity: 0.25 + 0.3 * uniform(),
  };
}
