import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runCanary } from '../../../client/connect/canary.ts';
import { harnessOf } from '../../../client/connect/harnesses.ts';
import { launcherFile } from '../../../client/connect/place.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';
import { ScratchPlace } from './scratchPlace.ts';

suite('canary', () => {
  test('a command line that hangs is given up, also when what it started lives on', async () => {
    const place = new ScratchPlace();
    const launcher = launcherFile(place);
    mkdirSync(dirname(launcher), { recursive: true });
    writeFileSync(launcher, '#!/bin/sh\nexec sleep 5\n', { mode: 0o755 });
    const clock = new ManualClock();
    const proving = runCanary(harnessOf('claude-code'), { ...canaryPlace(place), clock });
    clock.advance(10_000);
    await until('the second command line', () => clock.pending > 0);
    clock.advance(10_000);
    const proofs = await proving;
    assert.deepEqual(
      proofs.map(({ of, ok }) => [of, ok]),
      [
        ['hook', false],
        ['MCP server', false],
      ],
    );
    for (const { said } of proofs) assert.match(said, /it did not end in time/);
    place.dispose();
  });
});

function canaryPlace({ home, userFolder, project, env, platform }: ScratchPlace) {
  return { home, userFolder, project, env, platform };
}
