import assert from 'node:assert/strict';
import { plain } from '../../../client/cli/output/paint.ts';
import { runCommandLine, type Outside } from '../../../client/cli/run.ts';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import { systemClock } from '../../../shared/clock.ts';
import { failures } from '../../../shared/errors.ts';
import {
  aDetail,
  anAlert,
  aPoint,
  aRow,
  aStatus,
  aSummary,
  theThresholds,
  when,
} from '../mcp/samples.ts';

/** Runs a command line against given answers; says what came out and what was asked. */
async function run(line: string, answers: Readonly<Record<string, unknown>> = {}) {
  const seen = { out: '', err: '', asked: [] as unknown[], starts: [] as string[] };
  const connection: SidecarConnection = {
    state: { kind: 'connecting' },
    onStateChanged: () => ({ dispose: () => undefined }),
    request: (method, params) => {
      seen.asked.push([method, params]);
      const answer = answers[method];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never);
    },
    leave: () => Promise.resolve(),
    dispose: () => undefined,
  };
  const around: Outside = {
    home: () => '/nowhere',
    sidecarFile: '/nowhere/sidecar.js',
    clock: systemClock,
    paint: plain,
    print: (text) => (seen.out += text),
    ask: () => Promise.resolve(false),
    pour: async (pieces) => {
      for await (const piece of pieces) seen.out += piece;
    },
    complain: (text) => (seen.err += text),
    connect: (start) => {
      seen.starts.push(start);
      return connection;
    },
  };
  const code = await runCommandLine(line.split(' '), around);
  return { code, ...seen };
}

suite('cli/run', () => {
  test('wrong usage is 2, with the usage on stderr and nothing on stdout', async () => {
    for (const line of ['nonsense', 'agent', 'history a --format xml', 'history a --limit 0']) {
      const { code, out, err, asked } = await run(line);
      assert.equal(code, 2, line);
      assert.equal(out, '');
      assert.match(err, /^watchstander: /);
      assert.deepEqual(asked, []);
    }
    assert.equal((await run('history a --json --format csv')).code, 2);
    assert.match((await run('delete a')).err, /--confirm/);
  });

  test('a refusal is 1, with code and next step on stderr', async () => {
    const answers = { 'watchstander/agent': failures.unknownAgent('a') };
    const { code, out, err } = await run('agent a --json', answers);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /NOT_FOUND: No agent is called "a"[^]*list_agents/);
  });

  test('status never starts one, and says in JSON that none runs', async () => {
    const none = { 'watchstander/status': failures.unavailable('No sidecar is running.') };
    const { code, out, err, starts } = await run('status --json', none);
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(out), { running: false });
    assert.match(err, /No sidecar is running/);
    assert.deepEqual(starts, ['never']);
    assert.equal((await run('status', none)).out, '');
  });

  test('status prints the sidecar’s own object', async () => {
    const { code, out } = await run('status --json', { 'watchstander/status': aStatus() });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), aStatus());
  });

  test('agents, agent and history print what the tools do', async () => {
    const row = aRow('a');
    const fleet = { revision: 1, agents: [row], summary: aSummary };
    const agents = await run('agents --json', { 'watchstander/fleet': fleet });
    assert.deepEqual(JSON.parse(agents.out), { success: true, agents: [row], summary: aSummary });
    const agent = await run('agent a --json', { 'watchstander/agent': aDetail() });
    assert.deepEqual(JSON.parse(agent.out), { success: true, ...aDetail() });
    const page = { agent_id: 'a', total: 1, points: [aPoint(1)] };
    const history = await run('history a --json --limit 1', { 'watchstander/history': page });
    assert.deepEqual(JSON.parse(history.out), page);
    assert.deepEqual(history.asked, [['watchstander/history', { agent_id: 'a', limit: 1 }]]);
  });

  test('a pause carries its reason', async () => {
    const answer = { agent_id: 'a', version: 2, lifecycle_status: 'paused', timestamp: when };
    const paused = await run('pause a --reason=drifts', { 'watchstander/lifecycle': answer });
    assert.equal(paused.code, 0);
    assert.equal(paused.out, '"a" is paused (version 2).\n');
    assert.deepEqual(paused.asked, [
      ['watchstander/lifecycle', { act: 'pause', agent_id: 'a', reason: 'drifts' }],
    ]);
  });

  test('policy prints every key with the value in force, and what is wrong with the file', async () => {
    const override = { match: 'a*', health: { smoothing: 1 } };
    const inForce = {
      ...theThresholds(),
      source: 'kept',
      error: 'line 1, column 2: x',
      agents: [override],
    };
    const { code, out, asked } = await run('policy --agent ab', {
      'watchstander/thresholds': inForce,
    });
    assert.equal(code, 0);
    assert.deepEqual(asked, [['watchstander/thresholds', { agent_id: 'ab' }]]);
    const lines = out.split('\n').map((line) => line.split(/ {2,}/));
    const valueOf = (name: string): string | undefined =>
      lines.find(([first]) => first === name)?.[1];
    assert.equal(valueOf('policy.json'), 'the last one without a mistake is in force');
    assert.equal(valueOf('mistake'), 'line 1, column 2: x');
    assert.equal(valueOf('governance.profile'), 'calibrated');
    assert.equal(valueOf('health.risk.healthy'), '0.15');
    assert.equal(valueOf('liveness.silent_after'), '10m');
    assert.equal(valueOf('hooks.fail_closed'), 'false');
    assert.equal(valueOf('a*'), '{"health":{"smoothing":1}}');
    const asJson = await run('policy --json', { 'watchstander/thresholds': inForce });
    assert.deepEqual(JSON.parse(asJson.out), { success: true, ...inForce });
  });

  test('policy check asks nobody, and takes no other words', async () => {
    const { code, out, asked, starts } = await run('policy check');
    assert.deepEqual([code, asked, starts], [0, [], []]);
    assert.match(out, /policy\.json: not there; the defaults are in force/);
    for (const line of ['policy chek', 'policy check x', 'policy check --agent a']) {
      assert.equal((await run(line)).code, 2, line);
    }
  });

  test('stopping what does not run is done', async () => {
    const none = { 'watchstander/status': failures.unavailable('No sidecar is running.') };
    const { code, err } = await run('stop', none);
    assert.equal(code, 0);
    assert.match(err, /No sidecar is running/);
  });

  test('help and version', async () => {
    assert.match((await run('help')).out, /history <id>/);
    assert.match((await run('help pause')).out, /^watchstander pause <id>/);
    assert.match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
  });
});

suite('cli/run: alerts', () => {
  const page = { revision: 1, alerts: [anAlert()], false_alarms: { drift: 2 } };

  test('open ones unless asked for all; as a table or as JSON', async () => {
    const table = await run('alerts', { 'watchstander/alerts': page });
    assert.deepEqual(table.asked, [['watchstander/alerts', { open_only: true }]]);
    assert.match(
      table.out,
      /^ALERT +AGENT +WHAT +AGE +STATE +WHY\n3-1 +a +critical +\d+d +open +Cr/,
    );
    const all = await run('alerts --all --json', { 'watchstander/alerts': page });
    assert.deepEqual(all.asked, [['watchstander/alerts', { open_only: false }]]);
    assert.deepEqual(JSON.parse(all.out), {
      success: true,
      alerts: page.alerts,
      false_alarms: page.false_alarms,
    });
    const none = { 'watchstander/alerts': { ...page, alerts: [] } };
    assert.equal((await run('alerts', none)).out, 'No alerts.\n');
  });

  test('one act at a time, snoozes as a time from now', async () => {
    const answers = { 'watchstander/acknowledge': { alert: anAlert({ muted: true }) } };
    const muted = await run('acknowledge 3-1 --mute --note enough', answers);
    assert.deepEqual(muted.asked, [
      ['watchstander/acknowledge', { alert_id: '3-1', act: 'mute', note: 'enough' }],
    ]);
    assert.equal(muted.out, '3-1 about "a": open, muted\n');
    const [asked] = (await run('acknowledge 3-1 --snooze 2h', answers)).asked;
    const { act, until } = (asked as [string, { act: string; until: string }])[1];
    const aheadMs = Date.parse(until) - Date.now();
    assert.ok(act === 'snooze' && aheadMs > 7_100_000 && aheadMs <= 7_200_000, until);
    for (const wrong of ['--snooze soon', '--mute --unmute', '--mute --snooze 1h']) {
      assert.equal((await run(`acknowledge 3-1 ${wrong}`)).code, 2, wrong);
    }
  });
});

suite('cli/run: pauses and stops', () => {
  test('stop says in JSON that there was nothing to stop', async () => {
    const none = { 'watchstander/status': failures.unavailable('No sidecar is running.') };
    const { code, out, err } = await run('stop --json', none);
    assert.deepEqual([code, JSON.parse(out)], [0, { stopped: null }]);
    assert.match(err, /No sidecar is running/);
    assert.equal((await run('stop', none)).out, '');
  });

  test('who paused an agent is told: also the policy', async () => {
    const { record, ...detail } = aDetail();
    for (const [by, told] of [
      ['person', 'a person'],
      ['agent', 'an agent'],
      ['policy', 'the policy'],
    ] as const) {
      const paused = { at: when, by, reason: null };
      const answer = { ...detail, record: { ...record, lifecycle: 'paused', paused } };
      const { out } = await run('agent a', { 'watchstander/agent': answer });
      assert.ok(out.includes(`paused by ${told} at ${when}`), out);
    }
  });
});
