import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import type { Surroundings } from '../../../client/cli/command.ts';
import { examine, gather, type Check, type Finding } from '../../../client/cli/doctor/check.ts';
import { describeExamination, summarise } from '../../../client/cli/doctor/doctorCommand.ts';
import { homeCheck } from '../../../client/cli/doctor/homeCheck.ts';
import { logCheck } from '../../../client/cli/doctor/logCheck.ts';
import { policyCheck } from '../../../client/cli/doctor/policyCheck.ts';
import { recordsCheck } from '../../../client/cli/doctor/recordsCheck.ts';
import { tokenCheck } from '../../../client/cli/doctor/tokenCheck.ts';
import { plain } from '../../../client/cli/output/paint.ts';
import { systemClock } from '../../../shared/clock.ts';

function surroundings(home: string): Surroundings {
  return {
    home,
    sidecarFile: '/nowhere/sidecar.js',
    clock: systemClock,
    paint: plain,
    print: () => undefined,
    ask: () => Promise.resolve(false),
    pour: () => Promise.resolve(),
    complain: () => undefined,
    connect: () => assert.fail('nobody is asked'),
  };
}

suite('cli/doctor', () => {
  let home = '';

  setup(() => {
    home = mkdtempSync(join(tmpdir(), 'ws-doctor-'));
  });

  teardown(() => rmSync(home, { recursive: true }));

  const look = (check: Check): Promise<Finding> => check.look(surroundings(home));

  function put(path: string, text: string, mode = 0o600): string {
    mkdirSync(join(home, path, '..'), { recursive: true });
    writeFileSync(join(home, path), text, { mode });
    return join(home, path);
  }

  test('a home that was never used is in order', async () => {
    for (const check of [homeCheck, tokenCheck, policyCheck, recordsCheck, logCheck]) {
      const { verdict, next_step } = await check.look(surroundings(join(home, 'none')));
      assert.deepEqual([verdict, next_step], ['ok', undefined], check.title);
    }
  });

  test('a home that others may look into, and one that is a file', async () => {
    chmodSync(home, 0o750);
    const { verdict, found, next_step } = await look(homeCheck);
    assert.equal(verdict, 'warning');
    assert.match(`${found} ${next_step ?? ''}`, /mode 750[^]*chmod 700/);
    const file = put('file', '');
    assert.match((await homeCheck.look(surroundings(file))).found, /is no folder/);
  });

  test('a token that others may read, or that is none', async () => {
    put('run/token', 'ab'.repeat(32));
    assert.equal((await look(tokenCheck)).verdict, 'ok');
    chmodSync(join(home, 'run/token'), 0o644);
    assert.match((await look(tokenCheck)).found, /Others may read[^]*644/);
    put('run/token', 'short');
    assert.match((await look(tokenCheck)).found, /holds no token/);
  });

  test('a mistake in the policy, with its place', async () => {
    put('policy.json', '{"governance": {"profile": "wild"}}');
    const { verdict, found } = await look(policyCheck);
    assert.equal(verdict, 'wrong');
    assert.match(found, /is not in force: 1:28: governance.profile/);
  });

  test('records of the living and the dead', async () => {
    const record = (pid: number): string => JSON.stringify({ identity: { pid } });
    put('run/0000000000000001.json', record(process.pid));
    put('run/0000000000000002.json', '{');
    assert.match(
      (await look(recordsCheck)).found,
      new RegExp(`Alive: pid ${process.pid}. Records of processes that were killed: 1.`),
    );
    for (let at = 10; at < 40; at += 1) put(`run/00000000000000${at}.json`, 'null');
    assert.equal((await look(recordsCheck)).verdict, 'warning');
  });

  test('logs that grew', async () => {
    const log = put('log/sidecar.log', 'a line\n');
    assert.match((await look(logCheck)).found, /7 B/);
    truncateSync(log, 30_000_000);
    assert.equal((await look(logCheck)).verdict, 'warning');
  });

  test('a check that fails is a finding', async () => {
    const look = () => Promise.reject(new Error('what a day'));
    const examination = await examine({ title: 'day', look }, surroundings(home));
    assert.equal(examination.verdict, 'wrong');
    assert.match(examination.found, /could not be looked at: what a day/);
  });

  test('the worst of some findings counts, and all are told', () => {
    const warning: Finding = { verdict: 'warning', found: 'Warm.', next_step: 'Cool it.' };
    const wrong: Finding = { verdict: 'wrong', found: 'Hot.', next_step: 'Cool it.' };
    assert.deepEqual(gather([warning, { verdict: 'ok', found: '' }, wrong], 'Fine.'), {
      verdict: 'wrong',
      found: 'Warm. Hot.',
      next_step: 'Cool it.',
    });
    assert.deepEqual(gather([], 'Fine.'), { verdict: 'ok', found: 'Fine.' });
  });

  test('what people read', () => {
    const ok = { title: 'home', verdict: 'ok', found: 'Good.' } as const;
    const wrong = { title: 'token', verdict: 'wrong', found: 'Bad.', next_step: 'Do it.' } as const;
    assert.equal(describeExamination(ok, plain), 'ok       home: Good.\n');
    assert.equal(describeExamination(wrong, plain), 'wrong    token: Bad.\n         -> Do it.\n');
    assert.equal(summarise([ok]), 'Everything is in order.');
    assert.match(summarise([{ ...ok, verdict: 'warning' }]), /Nothing is wrong; 1 to look at/);
    assert.match(summarise([ok, wrong]), /^1 to put right/);
  });
});
