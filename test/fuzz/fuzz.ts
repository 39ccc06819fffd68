import type { Buffer } from 'node:buffer';
import { seededRandom } from '../support/seededRandom.ts';
import { frames } from './frames.ts';
import { hooks } from './hooks.ts';
import { messages } from './messages.ts';
import { policies } from './policies.ts';
import { requests } from './requests.ts';
import { stores } from './stores.ts';
import type { Outcome, Target } from './target.ts';

export const targets: readonly Target[] = [frames, requests, hooks, policies, messages, stores];

/** What came of some cases. */
export type Came = Record<Outcome, number>;

/** Names what was thrown, so that it can be thrown again: a fixture of it is the test of its repair. */
export class Finding extends Error {
  readonly input: Buffer;

  constructor(target: Target, seed: number, input: Buffer, cause: unknown) {
    const bytes = input.length > 400 ? `its first of ${input.length} bytes` : 'its bytes';
    const shown = input.subarray(0, 400).toString('base64');
    super(`${target.name}, seed ${seed}, ${bytes} in base64: ${shown}`, { cause });
    this.input = input;
  }
}

/** Throws as many cases at it, each made from its own seed. Rejects with the first finding. */
export async function fuzz(target: Target, firstSeed: number, cases: number): Promise<Came> {
  const came: Came = { taken: 0, refused: 0 };
  const probe = await target.open();
  try {
    for (let seed = firstSeed; seed < firstSeed + cases; seed += 1) {
      const input = probe.make(seededRandom(seed));
      try {
        came[await probe.take(input)] += 1;
      } catch (error) {
        throw new Finding(target, seed, input, error);
      }
    }
    probe.settle?.();
    return came;
  } finally {
    await probe.close();
  }
}

/** How many of `cases` each target takes. */
export function sharesOf(cases: number): readonly { target: Target; cases: number }[] {
  const whole = targets.reduce((sum, { share }) => sum + share, 0);
  return targets.map((target) => ({ target, cases: Math.ceil((cases * target.share) / whole) }));
}
