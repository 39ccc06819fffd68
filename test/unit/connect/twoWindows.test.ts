import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pointLauncher } from '../../../client/connect/stableLauncher.ts';
import { homeLayout } from '../../../shared/home.ts';
import { ScratchPlace } from './scratchPlace.ts';

const real = { ...promises };

/** Before the first call of it that is about such a path, something else happens. */
function beforeFirst(name: 'mkdir' | 'stat', path: RegExp, act: () => Promise<unknown>): void {
  const call = promises[name] as (...given: unknown[]) => Promise<unknown>;
  const patched = async (...given: unknown[]): Promise<unknown> => {
    if (path.test(String(given[0]))) {
      restore();
      await act();
    }
    return call(...given);
  };
  Object.assign(promises, { [name]: patched });
  syncBuiltinESMExports();
}

function restore(): void {
  Object.assign(promises, real);
  syncBuiltinESMExports();
}

suite('two windows that point the launcher at once', () => {
  let place: ScratchPlace;
  let bin: string;
  let target: Parameters<typeof pointLauncher>[0];

  setup(() => {
    place = new ScratchPlace();
    bin = join(place.home, homeLayout.bin);
    const dist = join(place.root, 'dist');
    fs.mkdirSync(dist);
    for (const name of ['cli', 'hook', 'sidecar', 'sidecarProgram']) {
      fs.writeFileSync(join(dist, `${name}.js`), name);
    }
    fs.writeFileSync(join(dist, 'package.json'), '{}');
    target = { home: place.home, platform: place.platform, dist, runtime: process.execPath };
  });

  teardown(() => {
    restore();
    place.dispose();
  });

  /** Which folder it is, whatever its name: an agent may be starting from it. */
  function programs(): number[] {
    const names = fs.readdirSync(bin).filter((name) => name.startsWith('programs-'));
    return names.map((name) => fs.statSync(join(bin, name)).ino);
  }

  test('the programs of the faster one are never taken away', async () => {
    let first: number[] = [];
    beforeFirst('mkdir', /draft-/, async () => {
      await pointLauncher(target);
      first = programs();
    });
    await pointLauncher(target);
    assert.equal(first.length, 1);
    assert.deepEqual(programs(), first);
    assert.deepEqual(
      fs.readdirSync(bin).filter((name) => name.startsWith('draft-')),
      [],
    );
  });

  test('an old copy that the other one has removed is no fault', async () => {
    const old = ['programs-000000000001', 'programs-000000000002', 'programs-000000000003'];
    for (const name of old) fs.mkdirSync(join(bin, name), { recursive: true });
    beforeFirst('stat', /programs-000000000002$/, () =>
      real.rm(join(bin, 'programs-000000000002'), { recursive: true }),
    );
    await pointLauncher(target);
    assert.equal(programs().length, 2, 'the new ones, and one of before');
  });
});
