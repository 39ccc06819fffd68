import assert from 'node:assert/strict';
import type { HookPhase } from '../../../shared/hooks.ts';
import { plainCheckIn } from '../../support/records.ts';
import { agentId, denialIn, event, HookStage, quiet } from '../../support/hookStage.ts';
import { hookCallOf, hookEventOf } from '../../unit/monitor/hookEvents.ts';

suite('hooks: what they make of an agent', function () {
  let stage: HookStage;

  setup(async () => {
    stage = await HookStage.open();
  });

  teardown(() => stage.home.dispose());

  test('events make one row: facts, liveness, governance; one told twice counts once', async () => {
    await stage.hook(event('SessionStart'));
    await stage.callTools(2, 'PostToolUse');
    assert.deepEqual(await stage.hook(event('PreToolUse', { id: 't2' })), quiet);
    await stage.hook(event('PreToolUse', { id: 'long' }));
    const busy = await stage.rowWhen(
      agentId,
      'busy',
      ({ facts }) => facts?.in_flight?.tool === 'Bash',
    );
    assert.deepEqual(
      [busy.harness, busy.governed, busy.liveness],
      ['claude-code', 'enforced', 'active'],
    );
    assert.deepEqual([busy.facts?.calls, busy.facts?.receipts, busy.update_count], [2, 3, 2]);
    await stage.hook(event('PermissionRequest'));
    await stage.rowWhen(agentId, 'waiting', ({ liveness }) => liveness === 'waiting');
    await stage.hook(event('SessionEnd'));
    await stage.rowWhen(agentId, 'ended', ({ liveness }) => liveness === 'ended');
    await stage.killSidecar();
    await stage.startSidecar();
    await stage.rowWhen(agentId, 'ended', ({ liveness }) => liveness === 'ended');
  });

  test('failures: healthy before the third, degraded by the fifth, critical by the seventh', async () => {
    await stage.callTools(3, 'PostToolUseFailure');
    // What was counted survives a kill of the sidecar.
    await stage.killSidecar();
    await stage.startSidecar();
    await stage.callTools(4, 'PostToolUseFailure');
    const { points } = await stage.connection.request('watchstander/history', {
      agent_id: agentId,
    });
    const healths = points.map(({ health }) => health);
    assert.deepEqual(healths.slice(0, 2), ['healthy', 'healthy']);
    assert.notEqual(healths[4], 'healthy');
    assert.equal(healths[6], 'critical');
    const { health_message } = await stage.rowWhen(agentId, 'there', () => true);
    assert.match(health_message, /Stuck: 7 failures in a row, the last of Bash\.$/);
  });

  test('a call during which the sidecar is killed was asked about', async () => {
    const tell = (phase: HookPhase, id: string) => {
      const call = {
        ...hookCallOf(id),
        outcome: phase === 'after' ? ('succeeded' as const) : null,
      };
      return stage.connection.request('watchstander/hookEvent', hookEventOf({ phase, call }));
    };
    for (const phase of ['before', 'after'] as const) await tell(phase, 'first');
    await tell('before', 'over a kill');
    await stage.killSidecar();
    await stage.startSidecar();
    assert.equal((await tell('after', 'over a kill')).receipts, 2);
    const [row] = await stage.rows();
    assert.deepEqual([row?.facts?.receipts, row?.facts?.calls, row?.governed], [2, 2, 'enforced']);
  });

  test('who reports under an id of its own is one row, one lifecycle, the worse health', async () => {
    const tool = 'mcp__watchstander__process_agent_update';
    const report = { tool, input: { agent_id: 'a' }, id: 'report' };
    await stage.connection.request('watchstander/checkIn', plainCheckIn);
    await stage.hook(event('PostToolUse', { id: 'report-before' }));
    await stage.hook(event('PreToolUse', report));
    await stage.hook({ ...event('PostToolUse', report), tool_response: 'ok' });
    await stage.rowWhen('a', 'one with its hooks', ({ harness }) => harness === 'claude-code');
    for (let at = 0; at < 7; at += 1) {
      const call = { id: `f${at}` };
      await stage.hook(event('PreToolUse', call));
      await stage.hook({ ...event('PostToolUseFailure', call), error: 'Exit code 1' });
    }
    const row = await stage.rowWhen('a', 'critical', (one) => one.health_status === 'critical');
    assert.equal(row.governed, 'enforced');
    assert.deepEqual(
      (await stage.rows()).map(({ agent_id }) => agent_id),
      ['a'],
    );
    const { summary } = await stage.connection.request('watchstander/fleet', {});
    assert.deepEqual([summary.total_agents, summary.critical, summary.healthy], [1, 1, 0]);
    await stage.home.cli('pause', 'a', '--reason', 'one of both');
    assert.match(
      denialIn(await stage.hook(event('PreToolUse', { id: 'l1' }))),
      /agent a is paused/,
    );
  });

  test('the policy pauses who is stuck for long, and only where it is told to', async () => {
    await stage.home.dispose();
    stage = await HookStage.open({ hooks: { pause_after_critical: 3 } });
    await stage.callTools(8, 'PostToolUseFailure');
    const { paused } = await stage.rowWhen(agentId, 'paused', (row) => row.paused !== null);
    assert.equal(paused?.by, 'policy');
    const denial = denialIn(await stage.hook(event('PreToolUse', { id: 'z' })));
    assert.match(denial, /by the policy: critical 3/);
    const shim = stage.home.connect('mcp');
    for (const act of ['resume', 'pause', 'reset'] as const) {
      const asked = shim.request('watchstander/lifecycle', { agent_id: agentId, act });
      await assert.rejects(asked, { code: 'PAUSED', message: /by the policy: critical 3/ }, act);
    }
    assert.equal((await stage.home.cli('resume', agentId)).code, 0);
  });
});
