import assert from 'node:assert/strict';
import { watchEnded } from '../../../server/watches/endedWatch.ts';
import { checkIn } from '../../../server/handlers/checkIn.ts';
import { dropSurplus } from '../../../server/handlers/endedAgents.ts';
import { listFleet } from '../../../server/handlers/fleet.ts';
import { restoreHookFleet } from '../../../server/handlers/commit/hookDocuments.ts';
import { hookEvent } from '../../../server/handlers/hookEvent.ts';
import { changeLifecycle } from '../../../server/handlers/lifecycle.ts';
import { transact } from '../../../server/handlers/transact.ts';
import type { Deps } from '../../../server/handlers/deps.ts';
import type { Store } from '../../../server/store/port.ts';
import type { HookEventParams } from '../../../shared/hooks.ts';
import { Emitter } from '../../../shared/lifecycle.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import type { AgentRow } from '../../../shared/model.ts';
import type { LifecycleAct } from '../../../shared/protocol.ts';
import type { ManualClock } from '../../support/manualClock.ts';
import { plainCheckIn } from '../../support/records.ts';
import { until } from '../../support/until.ts';
import { agentId, hookCallOf, hookEventOf, subagent, subagentId } from '../monitor/hookEvents.ts';
import { callerOf, stageHandlers } from './handlerStage.ts';

let deps: Deps;
let store: Store;
let clock: ManualClock;
let called: number;

/** The next sidecar, with what the one before it left. */
function succeed(): void {
  ({ deps } = stageHandlers(clock, store));
  restoreHookFleet(deps.hooks.fleet, store, clock);
}

async function begin(change: Partial<HookEventParams> = {}): Promise<HookEventParams> {
  const call = hookCallOf(`call ${(called += 1)}`);
  const event = hookEventOf({ phase: 'before', call, ...change });
  await hookEvent(deps, event);
  return event;
}

async function end(event: HookEventParams): Promise<void> {
  const call = event.call && { ...event.call, outcome: 'succeeded' as const };
  await hookEvent(deps, { ...event, phase: 'after', call });
}

async function runTool(change: Partial<HookEventParams> = {}): Promise<void> {
  await end(await begin(change));
}

/** Under an id of its own choice, as the agent and through its hooks. */
async function reportAs(id: string): Promise<void> {
  await checkIn(deps, callerOf('mcp'), { ...plainCheckIn, agent_id: id });
  await runTool({ reports_as: id });
}

function act(agent_id: string, kind: LifecycleAct): Promise<unknown> {
  return changeLifecycle(deps, callerOf('cli'), { agent_id, act: kind });
}

function kept(): string[] {
  return Array.from(store.documents('hooks/'), ([key]) => key).sort();
}

function rows(): readonly AgentRow[] {
  return listFleet(deps, {}).agents;
}

function receipts(): unknown[] {
  const { facts, governed } = rows().find(({ agent_id }) => agent_id === agentId) ?? {};
  return [facts?.receipts, facts?.calls, governed];
}

suite('what is kept from hooks', () => {
  setup(() => {
    ({ deps, store, clock } = stageHandlers());
    called = 0;
  });

  test('goes when its agent is archived: by a person, with others, and by the policy', async () => {
    const policy = { current: defaultPolicy, onChanged: new Emitter<undefined>().event };
    const archivings: (() => Promise<unknown>)[] = [
      () => act(agentId, 'archive'),
      () => {
        const archive = { kind: 'lifecycle', agent_id: agentId, act: 'archive' } as const;
        return transact(deps, callerOf('cli'), { operations: [archive] });
      },
      async () => {
        const watch = watchEnded(deps, policy, (line) => assert.fail(line));
        clock.advance(8 * 86_400_000);
        await until('it is archived', () => store.read(agentId)?.lifecycle === 'archived');
        watch.dispose();
      },
    ];
    for (const archive of archivings) {
      await runTool({ workspace: '/project' });
      assert.deepEqual(kept(), [`hooks/agent/${agentId}`]);
      await archive();
      assert.deepEqual([kept(), deps.hooks.fleet.get(agentId)], [[], undefined]);
      const [row] = rows();
      assert.deepEqual(
        [row?.harness, row?.workspace, row?.liveness, row?.facts],
        ['claude-code', '/project', 'ended', null],
      );
      await act(agentId, 'resume');
    }
  });

  test('of an archived agent only where it is shown stays, and goes when it is deleted', async () => {
    await runTool({ subagent });
    await runTool({ workspace: '/project' });
    await reportAs('me');
    for (const id of ['me', agentId, subagentId]) await act(id, 'archive');
    assert.deepEqual(kept(), [`hooks/ties/${agentId}`, `hooks/ties/${subagentId}`]);
    succeed();
    const shown = rows().map(({ agent_id, parent, harness }) => [agent_id, parent, harness]);
    assert.deepEqual(shown, [
      [subagentId, 'me', 'claude-code'],
      ['me', null, 'claude-code'],
    ]);
    await act(agentId, 'delete');
    await act(subagentId, 'delete');
    assert.deepEqual([kept(), deps.hooks.fleet.shownId(agentId)], [[], agentId]);
  });

  test('who comes back is who it was, and is kept whole again', async () => {
    await runTool();
    await reportAs('me');
    for (const id of ['me', agentId]) await act(id, 'archive');
    succeed();
    for (const id of ['me', agentId]) await act(id, 'resume');
    await runTool();
    assert.deepEqual(
      rows().map(({ agent_id, facts }) => [agent_id, facts?.calls]),
      [['me', 1]],
    );
    assert.ok(kept().includes(`hooks/agent/${agentId}`));
  });

  test('what earlier versions left goes with the first look after a start', async () => {
    await runTool();
    await runTool({ subagent });
    const documents = [...store.documents('hooks/')];
    const [[key, whole] = assert.fail()] = documents;
    const idOf = (name: string) => `${agentId} ${name}`;
    const left = ['gone', 'linked'].map((name) => {
      const agent_id = idOf(name);
      const linked = name === 'linked' ? 'me' : null;
      return [`${key} ${name}`, { ...(whole as object), agent_id, linked }] as const;
    });
    await act(subagentId, 'archive');
    await store.commit([], undefined, new Map([...documents, ...left]));
    succeed();
    assert.deepEqual([deps.hooks.fleet.liveCount, kept().length], [1, 5]);
    await dropSurplus(deps);
    assert.deepEqual(kept(), [key, `hooks/ties/${idOf('linked')}`, `hooks/ties/${subagentId}`]);
    const { revision } = store;
    await dropSurplus(deps);
    assert.equal(store.revision, revision);
  });

  test('a session that calls no tool leaves nothing', async () => {
    for (const phase of ['sessionStart', 'prompt', 'sessionEnd'] as const) {
      await hookEvent(deps, hookEventOf({ phase }));
    }
    assert.deepEqual([kept(), rows()], [[], []]);
  });

  test('receipts are those that were given, also where a sidecar ends during a call', async () => {
    const first = await begin();
    succeed();
    await end(first);
    assert.deepEqual(receipts(), [1, 1, 'enforced']);
    const [second, third] = [await begin(), await begin()];
    succeed();
    await end(third);
    await end(second);
    assert.deepEqual(receipts(), [3, 3, 'enforced']);
    for (let unasked = 0; unasked < 2; unasked += 1) {
      await end(hookEventOf({ call: hookCallOf(`unasked ${unasked}`) }));
    }
    assert.deepEqual(receipts(), [3, 5, 'ungoverned']);
  });
});
