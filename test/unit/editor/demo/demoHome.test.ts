import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
  makeDemoHome,
  removeDemoHome,
  sweepDemoHomes,
} from '../../../../client/editor/demo/demoHome.ts';
import { homeLayout } from '../../../../shared/home.ts';
import { readPolicy } from '../../../../shared/policy/readPolicy.ts';

suite('homes of demos', () => {
  let folder = '';

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ws-demos-'));
  });
  teardown(() => rmSync(folder, { recursive: true }));

  test('its policy is one to look at, and in force', async () => {
    const home = await makeDemoHome(folder);
    const text = readFileSync(path.join(home, homeLayout.policy), 'utf8');
    assert.equal(readPolicy(text).policy?.liveness.idle_exit, '5s');
    assert.match(text, /\/\/ An agent is critical from this risk up\./u);
  });

  test('each is new, private, and goes as a whole', async () => {
    const homes = [await makeDemoHome(folder), await makeDemoHome(folder)];
    assert.equal(new Set(homes).size, 2);
    for (const home of homes) {
      assert.equal(statSync(home).mode & 0o777, process.platform === 'win32' ? 0o666 : 0o700);
      await removeDemoHome(home);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  test('what a killed window left is swept; what is of a living one, or not ours, stays', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    mkdirSync(path.join(folder, `${child.pid ?? 0}-0123abcd`));
    mkdirSync(path.join(folder, 'somebody-else'));
    const home = await makeDemoHome(folder);
    await sweepDemoHomes(folder);
    assert.deepEqual(readdirSync(folder).sort(), [path.basename(home), 'somebody-else']);
    await sweepDemoHomes(path.join(folder, 'missing'));
  });
});
