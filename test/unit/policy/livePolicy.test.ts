import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LivePolicy } from '../../../server/policy/livePolicy.ts';
import { systemClock, type Clock } from '../../../shared/clock.ts';
import { homeLayout } from '../../../shared/home.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';

const steady = '{ "health": { "smoothing": 0.1 } }';
const quick = '{ "health": { "smoothing": 1 } }';
const bad = '{ "health": { "smoothing": 2 } }';

/** A home around each test, and the policies that are opened on it. */
function onFreshHome() {
  const at = {
    home: '',
    log: [] as string[],
    policies: [] as LivePolicy[],
    path: (name: string): string => join(at.home, name),
    write: (text: string): void => writeFileSync(at.path(homeLayout.policy), text),
    /** Like a process that does not lead (yet). */
    read(clock: Clock = systemClock): LivePolicy {
      const { home, log } = at;
      const policy = new LivePolicy({ home, clock, log: (line) => log.push(line) });
      at.policies.push(policy);
      return policy;
    },
    /** Like a sidecar that starts. */
    open(clock: Clock = systemClock): LivePolicy {
      const policy = at.read(clock);
      policy.follow();
      return policy;
    },
    /** Another sidecar takes over. */
    reopen(policy: LivePolicy): LivePolicy {
      policy.dispose();
      return at.open();
    },
  };
  setup(() => {
    at.home = mkdtempSync(join(tmpdir(), 'ws-live-policy-'));
    mkdirSync(at.path(homeLayout.run));
  });
  teardown(() => {
    for (const policy of at.policies.splice(0)) policy.dispose();
    at.log.length = 0;
    rmSync(at.home, { recursive: true });
  });
  return at;
}

function smoothing(policy: LivePolicy): number {
  return policy.current.health.smoothing;
}

suite('the policy in force: while a sidecar runs', () => {
  const { path, write, read, open, log } = onFreshHome();

  test('without a file is the defaults, and nothing is kept', () => {
    const policy = open();
    assert.deepEqual(
      [policy.current, policy.source, policy.fault],
      [defaultPolicy, 'defaults', null],
    );
    assert.equal(existsSync(path(homeLayout.keptPolicy)), false);
  });

  test('follows a file that appears, is written, replaced by rename, and deleted', async () => {
    const policy = open();
    write(steady);
    await until('it appeared', () => smoothing(policy) === 0.1);
    write(quick);
    await until('it was written', () => smoothing(policy) === 1);
    writeFileSync(path('draft'), steady);
    renameSync(path('draft'), path(homeLayout.policy));
    await until('it was replaced', () => smoothing(policy) === 0.1);
    rmSync(path(homeLayout.policy));
    await until('it is gone', () => policy.source === 'defaults');
    assert.deepEqual(policy.current, defaultPolicy);
  });

  test('what is saved between the first look and following it is in force', () => {
    write(steady);
    const policy = read();
    write(quick);
    policy.follow();
    assert.equal(smoothing(policy), 1);
  });

  test('a bad file keeps the last good one, says why, and a good one takes effect again', async () => {
    write(steady);
    const policy = open();
    write(bad);
    await until('the fault', () => policy.fault !== null);
    assert.deepEqual([policy.source, smoothing(policy)], ['kept', 0.1]);
    const fault = 'health.smoothing must be a number from 0.01 to 1, not 2.';
    assert.equal(policy.fault, `line 1, column 28: ${fault}`);
    assert.ok(log.at(-1)?.includes(fault));
    write(quick);
    await until('the good one', () => policy.source === 'file');
    assert.deepEqual([policy.fault, smoothing(policy)], [null, 1]);
  });

  test('what is no file, or a pipe that nobody writes, is a fault and no wait', () => {
    mkdirSync(path(homeLayout.policy));
    assert.equal(open().fault, 'line 1, column 1: The file cannot be read: it is not a file.');
    rmSync(path(homeLayout.policy), { recursive: true });
    execFileSync('mkfifo', [path(homeLayout.policy)]);
    assert.equal(open().fault, 'line 1, column 1: The file cannot be read: it is not a file.');
  });

  test('listeners hear of each change that makes a difference, and of no other', async () => {
    write(steady);
    const policy = open();
    const heard: string[] = [];
    policy.onChanged(() => heard.push(policy.source));
    write(steady);
    write(bad);
    await until('the fault', () => policy.fault !== null);
    write(quick);
    await until('the good one', () => policy.source === 'file');
    assert.deepEqual(heard, ['kept', 'file']);
  });

  test('a change behind a link is found by looking', () => {
    const clock = new ManualClock();
    writeFileSync(path('elsewhere'), steady);
    symlinkSync(path('elsewhere'), path(homeLayout.policy));
    const policy = open(clock);
    writeFileSync(path('elsewhere'), `${quick}\n`);
    clock.advance(5_000);
    assert.equal(smoothing(policy), 1);
    policy.dispose();
    assert.equal(clock.pending, 0);
  });

  test('settings of an agent are those of the policy that is in force now', async () => {
    write('{ "agents": [{ "match": "a*", "health": { "smoothing": 1 } }] }');
    const policy = open();
    assert.equal(policy.settingsFor('ab').health.smoothing, 1);
    assert.equal(policy.settingsFor('ab'), policy.settingsFor('ab'), 'remembered');
    assert.equal(policy.settingsFor('b').health.smoothing, 0.3);
    write(steady);
    await until('the change', () => policy.current.agents.length === 0);
    assert.equal(policy.settingsFor('ab').health.smoothing, 0.1);
  });
});

suite('the policy in force: over a restart', () => {
  const { path, write, read, open, reopen } = onFreshHome();

  test('a restart with a bad file keeps the last good one, as often as it happens', async () => {
    write(steady);
    const first = open();
    write(bad);
    await until('the fault', () => first.fault !== null);
    const third = reopen(reopen(first));
    assert.deepEqual([third.source, smoothing(third)], ['kept', 0.1]);
    assert.notEqual(third.fault, null);
    write(quick);
    await until('the good one', () => smoothing(third) === 1);
    assert.equal(readFileSync(path(homeLayout.keptPolicy), 'utf8'), quick);
  });

  test('a bad file after none leaves the defaults, also over a restart', async () => {
    write(steady);
    const policy = open();
    rmSync(path(homeLayout.policy));
    await until('no file', () => policy.source === 'defaults');
    write(bad);
    await until('the fault', () => policy.fault !== null);
    assert.deepEqual([policy.source, policy.current], ['defaults', defaultPolicy]);
    const next = reopen(policy);
    assert.deepEqual([next.source, next.current], ['defaults', defaultPolicy]);
  });

  test('what was kept and is damaged is no policy', () => {
    write(bad);
    writeFileSync(path(homeLayout.keptPolicy), '{"health":');
    const policy = open();
    assert.deepEqual([policy.source, policy.current], ['defaults', defaultPolicy]);
  });

  test('a process that only reads leaves the home as it is', () => {
    write(steady);
    const policy = read();
    assert.equal(smoothing(policy), 0.1);
    assert.equal(existsSync(path(homeLayout.keptPolicy)), false);
  });
});
