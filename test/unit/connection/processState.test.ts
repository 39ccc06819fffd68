import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { isProcessThere } from '../../../client/connection/processState.ts';
import { until } from '../../support/until.ts';
import { endOne } from '../../support/vscode/processes.ts';

suite('whether a process is there', () => {
  let parent: ChildProcess | null = null;

  teardown(async () => {
    if (parent === null) return;
    endOne(parent.pid ?? 0, 'SIGKILL');
    await once(parent, 'close');
  });

  test('this one is; what is no pid is not', () => {
    assert.equal(isProcessThere(process.pid), true);
    for (const pid of [0, -1, Number.NaN]) assert.equal(isProcessThere(pid), false, String(pid));
  });

  test('one that has ended is not, though nobody collects its exit code', async () => {
    if (process.platform !== 'linux') return;
    // What the shell becomes never looks after the child that the shell had, and that ends later than it.
    parent = spawn('/bin/sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 600'], { stdio: 'pipe' });
    const [said] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
    const pid = Number(said.toString());
    await until('its end', () => !isProcessThere(pid));
    assert.equal(process.kill(pid, 0), true, 'to signals it is there');
  });
});
