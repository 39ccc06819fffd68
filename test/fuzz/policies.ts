import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { defaultPolicy } from '../../shared/policy/policyTree.ts';
import { readPolicy } from '../../shared/policy/readPolicy.ts';
import { settingsFor } from '../../shared/policy/settingsFor.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { mangled, mutantOf } from './mutation.ts';
import { assertFinite, assertUnpolluted } from './soundness.ts';
import type { Outcome, Target } from './target.ts';

const sample = {
  ...defaultPolicy,
  agents: [{ match: 'claude*', health: { risk: { healthy: 0.1, degraded: 0.2 } } }],
};
const commented = Buffer.from(
  `// mine\n${JSON.stringify(sample, null, 2).replace('}', ', } /* x */')}`,
);

function make(random: SeededRandom): Buffer {
  const text = Buffer.from(mutantOf(random, sample));
  const kind = random.uniform();
  if (kind < 0.6) return text;
  return mangled(random, kind < 0.8 ? commented : text, commented);
}

/** Never half a policy: all of a sound text, or none and every fault with its place. */
function take(input: Buffer): Outcome {
  const { policy, faults } = readPolicy(input.toString('utf8'));
  assertUnpolluted();
  assert.equal(policy === null, faults.length > 0);
  for (const { from, message } of faults) assert(from.line >= 0 && message !== '');
  if (policy === null) return 'refused';
  assertFinite(policy);
  const { health } = settingsFor(policy, 'claude-1');
  assert(health.risk.healthy < health.risk.degraded);
  assert(health.coherence.healthy > health.coherence.degraded);
  return 'taken';
}

export const policies: Target = {
  name: 'policies',
  how: 'Texts of policy.json: a whole policy whose thresholds are in order, or none and what is wrong with its place.',
  share: 12,
  open: () => Promise.resolve({ make, take, close: () => undefined }),
};
