import assert from 'node:assert/strict';
import { watchEnded } from '../../../server/watches/endedWatch.ts';
import { checkIn } from '../../../server/handlers/checkIn.ts';
import { showAgent } from '../../../server/handlers/fleet.ts';
import { listHistory } from '../../../server/handlers/history.ts';
import { changeLifecycle } from '../../../server/handlers/lifecycle.ts';
import { editAgent } from '../../../server/handlers/metadata.ts';
import { Emitter } from '../../../shared/lifecycle.ts';
import type { Duration } from '../../../shared/policy/duration.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import type { LifecycleAct } from '../../../shared/protocol.ts';
import { plainCheckIn } from '../../support/records.ts';
import { until } from '../../support/until.ts';
import { refusal } from '../store/contract.ts';
import { callerOf, stageHandlers } from './handlerStage.ts';

const dayMs = 86_400_000;

/** The watch over a store in memory, by a clock that moves only when told to. */
function stage() {
  const { deps, store, clock } = stageHandlers();
  const changed = new Emitter<undefined>();
  const policy = { current: defaultPolicy, onChanged: changed.event };
  const logged: string[] = [];
  const watch = watchEnded(deps, policy, (line) => logged.push(line));
  return {
    deps,
    store,
    clock,
    watch,
    logged,
    report: (agent_id: string) => checkIn(deps, callerOf('mcp'), { ...plainCheckIn, agent_id }),
    act: (agent_id: string, act: LifecycleAct) =>
      changeLifecycle(deps, callerOf('cli'), { agent_id, act }),
    keepFor: (ended_agents: Duration) => {
      policy.current = {
        ...defaultPolicy,
        retention: { ...defaultPolicy.retention, ended_agents },
      };
      changed.fire(undefined);
    },
    lifecycleOf: (agentId: string) => store.read(agentId)?.lifecycle,
    becomes: (agentId: string, lifecycle: string) =>
      until(`${agentId} ${lifecycle}`, () => store.read(agentId)?.lifecycle === lifecycle),
  };
}

/** In steps, as looks that follow each other take turns of the event loop. */
async function pass(clock: { advance(ms: number): void }, days: number): Promise<void> {
  for (let hour = 0; hour < days * 24; hour += 1) {
    clock.advance(dayMs / 24);
    await Promise.resolve();
  }
}

suite('handlers: agents that ended', () => {
  test('after seven days without a check-in only who it was and its sums are kept', async () => {
    const { deps, store, clock, report, lifecycleOf, becomes } = stage();
    await report('a');
    await report('a');
    await editAgent(deps, { agent_id: 'a', tags: ['kept'], notes: 'kept' });
    const before = store.read('a');
    await pass(clock, 6.9);
    assert.equal(lifecycleOf('a'), 'active');
    await pass(clock, 0.3);
    await becomes('a', 'archived');
    const after = store.read('a');
    assert.ok(before !== undefined && after !== undefined);
    assert.deepEqual(
      [after.tags, after.notes, after.verdict, after.statistics, after.version],
      [['kept'], 'kept', before.verdict, before.statistics, 4],
    );
    assert.deepEqual([after.state.previous, after.state.window.length], [null, 1]);
    assert.deepEqual(after.events.at(-1), {
      event: 'archived',
      timestamp: after.archived_at,
      reason: 'no check-in for 7d (retention.ended_agents)',
      by: 'policy',
    });
    const { points, total } = await listHistory(deps, { agent_id: 'a' });
    assert.deepEqual([points, total], [[], 0]);
    assert.equal((await showAgent(deps, { agent_id: 'a' })).history_size, 0);
  });

  test('a check-in brings it back, with a history that begins anew', async () => {
    const { deps, store, clock, report, becomes } = stage();
    await report('a');
    await pass(clock, 8);
    await becomes('a', 'archived');
    const back = await report('a');
    assert.deepEqual([back.version, back.metrics.updates], [3, 2]);
    const record = store.read('a');
    assert.deepEqual([record?.lifecycle, record?.archived_at], ['active', null]);
    assert.deepEqual(
      record?.events.map(({ event, by }) => [event, by]),
      [
        ['created', 'agent'],
        ['archived', 'policy'],
        ['resumed', 'agent'],
      ],
    );
    const { points } = await listHistory(deps, { agent_id: 'a' });
    assert.deepEqual(
      points.map(({ version }) => version),
      [3],
    );
    await pass(clock, 8);
    await becomes('a', 'archived');
  });

  test('who checks in goes on; who was paused or archived by somebody stays as it is', async () => {
    const { clock, report, act, becomes, lifecycleOf } = stage();
    for (const agent of ['busy', 'paused', 'archived', 'gone']) await report(agent);
    await act('paused', 'pause');
    await act('archived', 'archive');
    for (let day = 0; day < 9; day += 1) {
      await report('busy');
      await pass(clock, 1);
    }
    await becomes('gone', 'archived');
    assert.deepEqual([lifecycleOf('busy'), lifecycleOf('paused')], ['active', 'paused']);
    await refusal(report('archived'), 'ARCHIVED');
    await refusal(report('paused'), 'PAUSED');
  });

  test('many that are due at once are archived in parts; another term counts at once', async () => {
    const { clock, report, keepFor, becomes, store } = stage();
    const agents = Array.from({ length: 250 }, (_, number) => `agent ${number}`);
    for (const agent of agents) await report(agent);
    const { revision } = store;
    keepFor('1s');
    clock.advance(2_500);
    for (const agent of agents) await becomes(agent, 'archived');
    assert.equal(store.revision, revision + 3);
  });

  test('a store that takes nothing is told of, and tried again; an ended watch waits for nothing', async () => {
    const { clock, report, keepFor, store, logged, watch } = stage();
    await report('a');
    await store.close();
    keepFor('1s');
    clock.advance(2_500);
    await until('a line in the log', () => logged.length > 0);
    assert.match(logged[0] ?? '', /could not be archived: .*closing/);
    watch.dispose();
    await Promise.resolve();
    assert.equal(clock.pending, 0);
  });

  test('a deleted agent leaves nothing that somebody wrote', async () => {
    const { deps, report, act, store } = stage();
    await report('a');
    await editAgent(deps, { agent_id: 'a', tags: ['x'], notes: 'y' });
    await act('a', 'delete');
    const { tags, tag_history, notes, history_after } = store.read('a')!;
    assert.deepEqual([tags, tag_history, notes, history_after], [[], [], '', 2]);
  });
});
