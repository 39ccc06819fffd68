import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { findMutation, mutations } from './mutations.ts';

/**
 * The simulation is only worth what it finds: with any one of the rules switched off, it must.
 */
suite('simulation: with a rule switched off, updates are lost and it is noticed', () => {
  for (const mutation of mutations) {
    const { rule, invariant, suite: where } = mutation;
    test(`${invariant} (${rule})`, async () => {
      const missed = await findMutation(mutation, 1);
      assert(missed !== null, `${rule} is switched off, and nobody misses it`);
      if (where === 'crash') assert.match(missed.what, /nobody asked/);
    });
  }
});
