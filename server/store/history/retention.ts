import type { Ground } from '../ground.ts';
import { historyPath } from '../ground.ts';
import type { HistoryFiles } from './historyFiles.ts';

/** How much history is kept. */
export interface Retention {
  readonly pointsPerAgent: number;
  readonly days: number;
}

export const defaultRetention: Retention = { pointsPerAgent: 100_000, days: 30 };

const dayMs = 24 * 60 * 60_000;

/** No point takes fewer bytes: below the sum no agent can have too many. */
const leastPointBytes = 100;

/**
 * Removes history files, oldest first, that hold nothing but what is too old or too much. How old a
 * damaged one is cannot be told: it goes with the next newer one, so that it can be looked at until then.
 */
export async function expireHistories(
  ground: Ground,
  files: HistoryFiles,
  retention: Retention,
): Promise<void> {
  const epochs = await files.epochs();
  const surplus = await countSurplus(ground, files, epochs, retention.pointsPerAgent);
  const oldestMs = ground.clock.wallMs() - retention.days * dayMs;
  const unread: number[] = [];
  for (const epoch of epochs) {
    const index = await files.index(epoch);
    if (index === null) {
      unread.push(epoch);
      continue;
    }
    if (!surplus.has(epoch) && index.newestAt >= oldestMs) return;
    for (const expired of [...unread.splice(0), epoch]) {
      await ground.fs.unlink(historyPath(ground, expired));
      files.forget(expired);
    }
  }
}

/** Epochs of which every agent has enough points in newer files. */
async function countSurplus(
  ground: Ground,
  files: HistoryFiles,
  epochs: readonly number[],
  pointsPerAgent: number,
): Promise<Set<number>> {
  const surplus = new Set<number>();
  if ((await totalBytes(ground, epochs)) < pointsPerAgent * leastPointBytes) return surplus;
  const newer = new Map<string, number>();
  for (const epoch of [...epochs].reverse()) {
    const agents = (await files.index(epoch))?.agents;
    if (agents === undefined) continue;
    if ([...agents.keys()].every((agent) => (newer.get(agent) ?? 0) >= pointsPerAgent)) {
      surplus.add(epoch);
    }
    for (const [agent, chunks] of agents) {
      const count = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
      newer.set(agent, (newer.get(agent) ?? 0) + count);
    }
  }
  return surplus;
}

async function totalBytes(ground: Ground, epochs: readonly number[]): Promise<number> {
  let bytes = 0;
  for (const epoch of epochs) {
    bytes += (await ground.fs.facts(historyPath(ground, epoch)))?.size ?? 0;
  }
  return bytes;
}
