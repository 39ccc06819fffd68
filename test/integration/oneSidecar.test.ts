import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { homeLayout } from '../../shared/home.ts';
import { cliFile } from '../support/shipped.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';

function startShim(home: TestHome): ChildProcess {
  const env = home.env;
  return spawn(process.execPath, [cliFile, 'mcp'], { env, stdio: ['pipe', 'ignore', 'ignore'] });
}

suite('one sidecar', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('twenty shims at once on an empty home share one, and leave nothing behind', async () => {
    const leavesSoon = JSON.stringify({ liveness: { idle_exit: '1s' } });
    writeFileSync(join(home.path, homeLayout.policy), leavesSoon);
    const shims = Array.from({ length: 20 }, () => startShim(home));
    const connection = home.connect('cli', 'ifNeeded');
    const status = await until('20 sessions of shims', async () => {
      const now = await connection.request('watchstander/status', {});
      return now.sessions.filter(({ kind }) => kind === 'mcp').length === 20 && now;
    });
    assert.equal(new Set(status.sessions.map(({ pid }) => pid)).size, 21);
    connection.dispose();
    // Candidates that lost the lock end by themselves; until then they are processes of ours, too.
    const sidecars = await until('the one sidecar without the losers', () => {
      const others = home.processes().filter((pid) => !shims.some((shim) => shim.pid === pid));
      return others.length <= 1 && others;
    });
    assert.deepEqual(sidecars, [status.pid]);
    const ends = shims.map((shim) => once(shim, 'exit'));
    for (const shim of shims) shim.stdin?.end();
    await Promise.all(ends);
    await until('the sidecar leaving by itself', () => home.processes().length === 0);
    // What the next one needs, and nothing of this one.
    assert.deepEqual(readdirSync(join(home.path, 'run')).sort(), [
      'hooks.json',
      'paused',
      'policy.good.json',
      'token',
    ]);
  });

  test('kill -9 ten times: every acknowledged check-in is in the history', async () => {
    const connection = home.connect('mcp');
    const checkIn = { agent_id: 'a', parameters: [], ethical_drift: [], complexity: 0.5 };
    const text = { code_points: 10, keyword_hits: 0 };
    const acknowledged: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      for (let turn = 0; turn < 5; turn += 1) {
        const answer = await connection.request('watchstander/checkIn', { ...checkIn, text });
        acknowledged.push(answer.version);
      }
      const { pid } = await connection.request('watchstander/status', {});
      const pending = connection.request('watchstander/checkIn', { ...checkIn, text });
      endOne(pid, 'SIGKILL');
      acknowledged.push((await pending).version);
    }
    const { points, total } = await connection.request('watchstander/history', { agent_id: 'a' });
    assert.deepEqual(
      points.map(({ version }) => version),
      acknowledged,
    );
    assert.equal(total, 60);
  });

  test('a stop is graceful, and `status` never starts one', async () => {
    assert.deepEqual(await home.status(), { running: false });
    assert.equal((await home.cli('start')).code, 0);
    assert.equal((await home.cli('stop')).code, 0);
    await until('no process of it', () => home.processes().length === 0);
    assert.match(home.sidecarLog(), /retires \(stop\)/);
    assert.deepEqual(await home.status(), { running: false });
  });

  test('a sidecar that hangs is ended and replaced, and nothing acknowledged is lost', async () => {
    const connection = home.connect('mcp');
    const checkIn = { agent_id: 'a', parameters: [], ethical_drift: [], complexity: 0.5 };
    const text = { code_points: 10, keyword_hits: 0 };
    await connection.request('watchstander/checkIn', { ...checkIn, text });
    const { pid } = await connection.request('watchstander/status', {});
    endOne(pid, 'SIGSTOP');
    const answer = await connection.request('watchstander/checkIn', { ...checkIn, text });
    assert.equal(answer.version, 2);
    await until('the end of the one that hung', () => !home.processes().includes(pid));
    assert.match(home.sidecarLog(), /it lived and did not answer/);
  });
});
