import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite, test } from 'mocha';
import {
  ownIdentity,
  parseIdentity,
  platformSource,
  standingOf,
} from '../../../server/process/identity.ts';
import { readStat } from '../../../server/process/identityLinux.ts';
import { macSource } from '../../../server/process/identityMac.ts';
import type {
  IdentitySource,
  ProcessIdentity,
  Sighting,
} from '../../../server/process/sighting.ts';
import { windowsSource } from '../../../server/process/identityWindows.ts';

const self: ProcessIdentity = {
  machine: 'machine',
  boot: 'boot',
  namespace: 'pid:[1]',
  pid: 100,
  started: '1000',
};

function seeing(sighting: Sighting): IdentitySource {
  return { own: () => Promise.resolve(self), look: () => Promise.resolve(sighting) };
}

const unseen = seeing({ seen: 'alive', started: 'must not be asked' });

suite('identity: standing', () => {
  const other = { ...self, pid: 200, started: '2000' };
  const cases: readonly [
    why: string,
    other: ProcessIdentity,
    source: IdentitySource,
    standing: string,
  ][] = [
    ['itself', { ...self }, unseen, 'self'],
    ['the same pid and start time', other, seeing({ seen: 'alive', started: '2000' }), 'alive'],
    ['a pid that was given away', other, seeing({ seen: 'alive', started: '2001' }), 'dead'],
    ['a pid that is gone', other, seeing({ seen: 'gone', started: null }), 'dead'],
    ['a process that is hidden', other, seeing({ seen: 'hidden', started: null }), 'unknown'],
    [
      'no start time',
      { ...other, started: null },
      seeing({ seen: 'alive', started: '1' }),
      'unknown',
    ],
    ['an earlier run of this machine', { ...other, boot: 'earlier' }, unseen, 'dead'],
    ['another machine', { ...other, boot: 'b2', machine: 'm2' }, unseen, 'foreign'],
    ['no machine id after a reboot', { ...other, boot: 'b2', machine: null }, unseen, 'foreign'],
    [
      'a container on this kernel',
      { ...other, namespace: 'pid:[2]', machine: 'm2' },
      unseen,
      'unknown',
    ],
    ['no boot id', { ...other, boot: null }, unseen, 'unknown'],
  ];
  for (const [why, of, source, standing] of cases) {
    test(`${why}: ${standing}`, async () => {
      assert.equal(await standingOf(of, self, source), standing);
    });
  }

  test('no machine id of our own after a reboot: foreign', async () => {
    const nameless = { ...self, machine: null };
    const of = { ...other, boot: 'b2', machine: null };
    assert.equal(await standingOf(of, nameless, unseen), 'foreign');
  });
});

suite('identity: of real processes', () => {
  test('this one is itself, read again and from a file', async () => {
    const own = await ownIdentity();
    assert.equal(own.pid, process.pid);
    assert.equal(await standingOf(own, own), 'self');
    assert.deepEqual(parseIdentity(JSON.parse(JSON.stringify(own))), own);
    assert.deepEqual(await platformSource().own(), own);
  });

  test('a child is alive, then dead; another with its pid would not be it', async () => {
    const own = await ownIdentity();
    const source = platformSource();
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: 'pipe' });
    const { started } = await source.look(child.pid!);
    const identity = { ...own, pid: child.pid!, started };
    assert.equal(await standingOf(identity, own), 'alive');
    assert.equal(await standingOf({ ...identity, started: '1' }, own), 'dead');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await standingOf(identity, own), 'dead');
  });

  test('what is no identity is refused', () => {
    const bad = [
      null,
      1,
      'x',
      {},
      { ...self, pid: -1 },
      { ...self, pid: 1.5 },
      { ...self, boot: 1 },
    ];
    for (const value of bad) assert.equal(parseIdentity(value), null);
  });
});

suite('identity: what platforms say', () => {
  test('linux: a program called anything, and a zombie', () => {
    const fields = (state: string) =>
      `7202 (a) b (c)) ${state} 7198 7198 2800 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 135791 3133440`;
    assert.deepEqual(readStat(fields('S')), { seen: 'alive', started: '135791' });
    const stopped = { seen: 'alive', started: '135791', isStopped: true };
    assert.deepEqual(readStat(fields('T')), stopped);
    assert.equal(readStat(fields('Z')).seen, 'gone');
  });

  test('macOS: ps, ioreg and sysctl', async () => {
    const answers: Record<string, string | null> = {
      '/usr/sbin/ioreg': '  | {\n  |   "IOPlatformUUID" = "ABC-1"\n  | }\n',
      '/usr/sbin/sysctl': 'BOOT-UUID\n',
      '/bin/ps': [
        '    1 Ss   Mon Nov  2 08:00:00 2026',
        ` ${process.pid} S+   Sun Nov 22 14:57:01 2026`,
        '  300 Z    Sun Nov 22 14:58:01 2026\n',
      ].join('\n'),
    };
    const source = macSource((file) => Promise.resolve(answers[file] ?? null));
    assert.deepEqual(await source.own(), {
      machine: 'ABC-1',
      boot: 'BOOT-UUID',
      namespace: null,
      pid: process.pid,
      started: 'Sun Nov 22 14:57:01 2026',
    });
    assert.equal((await source.look(300)).seen, 'gone');
    assert.equal((await source.look(301)).seen, 'gone');
    answers['/bin/ps'] = null;
    assert.equal((await source.look(300)).seen, 'hidden');
  });

  test('macOS: without a session id, the boot time', async () => {
    const run = (_file: string, args: readonly string[]) =>
      Promise.resolve(args[1] === 'kern.boottime' ? '{ sec = 1700000000, usec = 5 } Tue' : null);
    assert.equal((await macSource(run).own()).boot, '1700000000');
  });

  test('windows: one question, one line each', async () => {
    let asked = '';
    const source = windowsSource((_file, args) => {
      asked = args.at(-1) ?? '';
      return Promise.resolve('=guid\r\n=133\r\n=134\r\n');
    });
    assert.deepEqual(await source.own(), {
      machine: 'guid',
      boot: '133',
      namespace: null,
      pid: process.pid,
      started: '134',
    });
    assert.match(asked, new RegExp(`ProcessId=${process.pid}'`));
    const look = (answer: string | null) => windowsSource(() => Promise.resolve(answer)).look(5);
    assert.deepEqual(await look('=134\r\n'), { seen: 'alive', started: '134' });
    assert.equal((await look('=\r\n')).seen, 'gone');
    assert.equal((await look(null)).seen, 'hidden');
  });
});
