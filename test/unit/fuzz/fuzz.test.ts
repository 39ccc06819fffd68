import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { fuzz, sharesOf, targets } from '../../fuzz/fuzz.ts';

const cases = 20_000;
const seed = 1;

/** What was found once, named for its target: `<target>-<what>.bin`. */
const findings = join(import.meta.dirname, '../../fixtures/fuzz');

suite('fuzz: anything at every entrance', () => {
  for (const { target, cases: share } of sharesOf(cases)) {
    test(`${target.name}: ${share} cases, each taken or refused in words`, async function () {
      const { taken, refused } = await fuzz(target, seed, share);
      // Where all is refused nothing was tried, and where all is taken nothing was wrong.
      assert(taken > share / 20 && refused > share / 50, `${taken} taken, ${refused} refused`);
    });
  }

  for (const file of readdirSync(findings).filter((name) => name.endsWith('.bin'))) {
    test(`found once: ${file}`, async () => {
      const target = targets.find(({ name }) => file.startsWith(`${name}-`));
      assert(target !== undefined, `no target is called as ${file} begins`);
      const probe = await target.open();
      await probe.take(readFileSync(join(findings, file)));
      await probe.close();
    });
  }
});
