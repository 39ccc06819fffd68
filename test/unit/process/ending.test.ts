import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { descendantsOf } from '../../../server/process/descendants.ts';
import { endProcess } from '../../../server/process/ending.ts';
import { ownIdentity, platformSource } from '../../../server/process/identity.ts';
import { systemClock } from '../../../shared/clock.ts';
import { until } from '../../support/until.ts';

/** A parent and what it starts, all of which do nothing; the pids of the children. */
async function family(): Promise<{ parent: ChildProcess; children: number[] }> {
  const parent = spawn('/bin/sh', ['-c', 'sleep 600 & sleep 600 & echo ready; wait']);
  await once(parent.stdout, 'data');
  const children = await descendantsOf(parent.pid ?? 0);
  return { parent, children };
}

async function identityOf(pid: number) {
  const { started } = await platformSource().look(pid);
  return { ...(await ownIdentity()), pid, started };
}

suite('ending a process', () => {
  test('its descendants are found without any program of the platform', async () => {
    const { parent, children } = await family();
    try {
      assert.equal(children.length, 2);
      const own = await descendantsOf(process.pid);
      assert.ok([parent.pid, ...children].every((pid) => own.includes(pid ?? 0)));
    } finally {
      for (const pid of [...children, parent.pid ?? 0]) process.kill(pid, 'SIGKILL');
    }
  });

  test('where there is a `ps` its list is read; where there is none, nobody descends', async () => {
    const listing = '    1     0\n  100     1\n  101   100\n  102   101\n  103     1\nPID PPID\n';
    const run = () => Promise.resolve(listing);
    assert.deepEqual(await descendantsOf(100, 'darwin', run), [101, 102]);
    assert.deepEqual(await descendantsOf(100, 'darwin', () => Promise.resolve(null)), []);
  });

  test('one that is stopped is killed at once, with all that descends from it', async () => {
    const { parent, children } = await family();
    const pid = parent.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    const source = platformSource();
    await until('it is stopped', async () => (await source.look(pid)).isStopped === true);
    const ended = once(parent, 'exit');
    assert.equal(await endProcess(await identityOf(pid), await ownIdentity(), systemClock), true);
    await ended;
    for (const child of children) {
      await until('its child is gone', async () => (await source.look(child)).seen === 'gone');
    }
  });

  test('one that had ended is gone; of one that cannot be told from a stranger that is not said', async () => {
    const { parent, children } = await family();
    const self = await ownIdentity();
    const target = await identityOf(parent.pid ?? 0);
    const ended = once(parent, 'exit');
    for (const pid of [...children, target.pid]) process.kill(pid, 'SIGKILL');
    await ended;
    assert.equal(await endProcess(target, self, systemClock), true);
    assert.equal(await endProcess({ ...target, namespace: 'another' }, self, systemClock), false);
  });
});
