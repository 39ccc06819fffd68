import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { homeLayout } from '../../shared/home.ts';
import type { CheckInResult } from '../../shared/model.ts';
import { policyTemplate } from '../../shared/policy/template.ts';
import type { Thresholds } from '../../shared/protocol.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { openShim } from '../support/mcpClient.ts';

/** A risk of 0.30 in each update: critical by default, degraded or healthy by other limits. */
const steady = {
  parameters: [],
  ethical_drift: [0.3, 0, 0],
  text: { code_points: 0, keyword_hits: 0 },
  complexity: 0.5,
};

const judgeAtOnce = { smoothing: 1 };

function onHome(policy: unknown) {
  const at = {
    home: undefined as unknown as TestHome,
    opened: null as SidecarConnection | null,
    /** Starts one where it is used first. */
    get sidecar(): SidecarConnection {
      return (at.opened ??= at.home.connect());
    },
    report: (agent_id: string): Promise<CheckInResult> =>
      at.sidecar.request('watchstander/checkIn', { agent_id, ...steady }),
    simulate: (agent_id: string, expected_version?: number): Promise<CheckInResult> =>
      at.sidecar.request('watchstander/simulate', { agent_id, ...steady, expected_version }),
    write: (text: string): void => writeFileSync(join(at.home.path, homeLayout.policy), text),
    inForce: (agent_id?: string): Promise<Thresholds> =>
      at.sidecar.request('watchstander/thresholds', { agent_id }),
    /** Waits for the sidecar to have read what was written. */
    until: (what: string, holds: (now: Thresholds) => boolean): Promise<unknown> =>
      until(what, async () => holds(await at.inForce())),
    restart: async (): Promise<void> => {
      assert.equal((await at.home.cli('stop')).code, 0);
      await until('a successor', async () => {
        const { epoch } = await at.sidecar.request('watchstander/status', {});
        return epoch > 1;
      });
    },
  };
  setup(() => {
    at.home = new TestHome(policy);
    at.opened = null;
  });
  teardown(() => at.home.dispose());
  return at;
}

suite('the policy file of a running sidecar', function () {
  const at = onHome({ health: judgeAtOnce });

  test('limits that change judge the next check-in of an agent that reports', async () => {
    assert.equal((await at.report('a')).status, 'critical');
    const risk = { healthy: 0.4, degraded: 0.6 };
    at.write(JSON.stringify({ health: { ...judgeAtOnce, risk } }));
    await at.until('the new limits', ({ health }) => health.risk.healthy === 0.4);
    const { status, metrics, version } = await at.report('a');
    assert.deepEqual([status, version], ['healthy', 2]);
    assert.ok(metrics.risk_score < 0.4 && metrics.risk_score > 0.29, `${metrics.risk_score}`);
  });

  test('while agents report without a pause, each update is judged by one policy or the other', async () => {
    const limits = [0.15, 0.4];
    const seen = new Set<string>();
    for (let turn = 0; seen.size < 2 && turn < 2_000; turn += 1) {
      if (turn % 100 === 0) {
        const healthy = limits[(turn / 100) % 2] ?? 0;
        const risk = { healthy, degraded: healthy + 0.1 };
        const draft = join(at.home.path, 'draft.json');
        writeFileSync(draft, JSON.stringify({ health: { ...judgeAtOnce, risk } }));
        renameSync(draft, join(at.home.path, homeLayout.policy));
      }
      const { status, version } = await at.report('busy');
      assert.equal(version, turn + 1);
      seen.add(status);
    }
    assert.deepEqual([...seen].sort(), ['critical', 'healthy']);
  });

  test('a bad file changes nothing and is named; a good one takes effect', async () => {
    at.write('{ "health": { "smoothing": 0.5 } }');
    await at.until('the good file', ({ health }) => health.smoothing === 0.5);
    at.write('{\n  "health": { "smoothing": 7, "risk": { "healthy": 0.9 } }\n}');
    await at.until('the fault', ({ error }) => error !== undefined);
    const { health, source, error } = await at.inForce();
    assert.deepEqual([health.smoothing, source], [0.5, 'kept']);
    const mistake =
      'line 2, column 28: health.smoothing must be a number from 0.01 to 1, not 7. (and 1 more)';
    assert.equal(error, mistake);
    const status = await at.sidecar.request('watchstander/status', {});
    assert.deepEqual(status.policy, { ok: false, error: mistake });
    at.write('{}');
    await at.until('the good one', (now) => now.source === 'file' && now.error === undefined);
    assert.deepEqual((await at.sidecar.request('watchstander/status', {})).policy, { ok: true });
  });

  test('a restart with a bad file keeps the last good one', async () => {
    await at.until('the file', ({ health }) => health.smoothing === 1);
    at.write('{ "health": ');
    await at.until('the fault', ({ error }) => error !== undefined);
    await at.restart();
    const { health, source, error } = await at.inForce();
    assert.deepEqual([health.smoothing, source], [1, 'kept']);
    assert.equal(error, 'line 1, column 13: A value is expected here.');
    assert.equal((await at.report('a')).status, 'critical');
  });

  test('a file that is deleted leaves the defaults', async () => {
    await at.until('the file', ({ source }) => source === 'file');
    rmSync(join(at.home.path, homeLayout.policy));
    await at.until('the defaults', ({ source }) => source === 'defaults');
    at.write(policyTemplate());
    await at.until('the template', ({ source }) => source === 'file');
  });

  test('a shorter time of silence counts for agents that are waited for already', async () => {
    await at.report('a');
    await at.report('b');
    const entry = { match: 'b', alerts: { kinds: [] } };
    at.write(JSON.stringify({ liveness: { silent_after: '1s' }, agents: [entry] }));
    const alerts = await until('the alert', async () => {
      const page = await at.sidecar.request('watchstander/alerts', {});
      const silent = page.alerts.filter(({ kind }) => kind === 'silence');
      return silent.length > 0 && silent;
    });
    assert.deepEqual(
      alerts.map(({ agent_id }) => agent_id),
      ['a'],
    );
  });

  test('the time after which nobody is there counts from the change on', async () => {
    await at.until('the file', ({ source }) => source === 'file');
    const { pid } = await at.sidecar.request('watchstander/status', {});
    at.write('{ "liveness": { "idle_exit": "100ms" } }');
    await at.until('the change', ({ liveness }) => liveness.idle_exit === '100ms');
    at.sidecar.dispose();
    await until('its end', () => !at.home.processes().includes(pid));
  });
});

suite('a policy with settings for single agents', function () {
  const at = onHome({
    health: judgeAtOnce,
    agents: [
      { match: 'trial/*', health: { risk: { healthy: 0.5, degraded: 0.7 } } },
      { match: 'trial/strict-?', health: { risk: { healthy: 0.1 } } },
    ],
  });

  test('an agent is judged by what matches its id, the others as before', async () => {
    const ids = ['trial/1', 'trial/strict-1', 'trial/strict-10', 'other'];
    const statuses = await Promise.all(ids.map(async (id) => (await at.report(id)).status));
    assert.deepEqual(statuses, ['healthy', 'critical', 'healthy', 'critical']);
  });

  test('says what is in force for one agent, known or not, and for all', async () => {
    const shim = await openShim(at.home);
    const given = async (agent_id?: string): Promise<Thresholds> =>
      shim.call('get_thresholds', agent_id === undefined ? {} : { agent_id });
    const forAll = await given();
    assert.deepEqual(Object.keys(forAll).sort(), [
      'alerts',
      'health',
      'liveness',
      'profile',
      'success',
    ]);
    assert.deepEqual(forAll.health.risk, { healthy: 0.15, degraded: 0.3 });
    assert.equal(forAll.health.smoothing, 1);
    assert.deepEqual((await given('trial/9')).health.risk, { healthy: 0.5, degraded: 0.7 });
    assert.equal((await shim.refusal('get_thresholds', { agent_id: 7 })).code, 'INVALID_INPUT');
    await shim.client.close();
    assert.equal((await at.inForce('trial/strict-1')).agents.length, 2);
    assert.equal((await at.inForce()).agents.length, 2);
  });

  test('an agent is silent after its own time', async () => {
    await Promise.all([at.report('trial/1'), at.report('other')]);
    const liveness = { silent_after: '1s' };
    at.write(JSON.stringify({ agents: [{ match: 'trial/*', liveness }] }));
    await until('one is silent', async () => {
      const { agents } = await at.sidecar.request('watchstander/fleet', {});
      const silent = agents.filter((row) => row.liveness === 'silent');
      return silent.length === 1 && silent[0]?.agent_id === 'trial/1';
    });
  });
});

suite('trying out a check-in', function () {
  const at = onHome({ health: judgeAtOnce });

  test('answers as the check-in would, and stores nothing', async () => {
    await at.report('a');
    const before = await at.sidecar.request('watchstander/agent', { agent_id: 'a' });
    const tried = await at.simulate('a');
    const again = await at.simulate('a', 1);
    assert.deepEqual(await at.sidecar.request('watchstander/agent', { agent_id: 'a' }), before);
    const real = await at.report('a');
    assert.deepEqual({ ...tried, timestamp: '' }, { ...real, version: 1, timestamp: '' });
    assert.deepEqual({ ...again, timestamp: '' }, { ...tried, timestamp: '' });
  });

  test('an agent that never checked in is tried as new, and stays unknown', async () => {
    const tried = await at.simulate('new');
    assert.deepEqual([tried.version, tried.metrics.updates], [0, 1]);
    const { agents, revision } = await at.sidecar.request('watchstander/fleet', {});
    assert.deepEqual([agents.length, revision], [0, 0]);
  });

  test('is refused where the check-in would be', async () => {
    await at.report('a');
    await assert.rejects(at.simulate('a', 7), { code: 'CONFLICT' });
    await assert.rejects(at.simulate('b', 1), { code: 'CONFLICT' });
    await at.sidecar.request('watchstander/lifecycle', { agent_id: 'a', act: 'pause' });
    await assert.rejects(at.simulate('a'), { code: 'PAUSED' });
  });

  test('over MCP, with its corrections', async () => {
    const shim = await openShim(at.home);
    const given = { agent_id: 'm', complexity: 3, response_text: 'done' };
    const tried = await shim.call<CheckInResult>('simulate_update', given);
    assert.equal(tried.version, 0);
    assert.deepEqual(tried.warnings, ['complexity: 3 is outside 0 to 1, taken as 1']);
    assert.equal(
      (await shim.refusal('get_governance_metrics', { agent_id: 'm' })).code,
      'NOT_FOUND',
    );
    await shim.client.close();
  });
});

suite('the policy on the command line', function () {
  const at = onHome({ health: judgeAtOnce });

  test('check needs and starts no sidecar, and names every mistake with its place', async () => {
    const sound = await at.home.cli('policy', 'check');
    assert.deepEqual([sound.code, sound.stderr], [0, '']);
    at.write('{ "health": { "smooting": 1 },\n  "liveness": { "idle_exit": "60" } }');
    const { code, stdout, stderr } = await at.home.cli('policy', 'check');
    assert.equal(code, 1);
    assert.equal(
      stdout,
      '1:15: "smooting" is not a key of health. Did you mean "smoothing"?\n' +
        '2:30: liveness.idle_exit must be a duration such as "30s" or "10m", from 100ms to 7d, not "60".\n',
    );
    assert.match(stderr, /policy\.json is not in force/);
    const asJson = await at.home.cli('policy', 'check', '--json');
    const listed = JSON.parse(asJson.stdout) as { ok: boolean; faults: { line: number }[] };
    assert.deepEqual([asJson.code, listed.ok], [1, false]);
    assert.deepEqual(
      listed.faults.map(({ line }) => line),
      [1, 2],
    );
    rmSync(join(at.home.path, homeLayout.policy));
    assert.match((await at.home.cli('policy', 'check')).stdout, /not there/);
    assert.deepEqual(at.home.processes(), []);
  });

  test('policy prints what is in force', async () => {
    const { code, stdout } = await at.home.cli('policy');
    assert.equal(code, 0);
    assert.match(stdout, /^policy\.json +in force$/m);
    assert.match(stdout, /^health\.smoothing +1$/m);
    assert.match(stdout, /^alerts\.cooldown +10m$/m);
    const own = await at.home.cli('policy', '--agent', 'a b', '--json');
    assert.equal((JSON.parse(own.stdout) as Thresholds).health.smoothing, 1);
  });
});
