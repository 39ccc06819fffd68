import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { hookEvent } from '../../../server/handlers/hookEvent.ts';
import { changeLifecycle } from '../../../server/handlers/lifecycle.ts';
import { hookKeyOf } from '../../../server/handlers/commit/hookDocuments.ts';
import { hookCallOf, hookEventOf } from '../monitor/hookEvents.ts';
import { callerOf, stageHandlers } from './handlerStage.ts';

const [first, second] = ['c'.repeat(64), 'd'.repeat(64)];
const idOf = (subagent: string): string => `claude-code/${subagent.slice(0, 8)}`;

suite('an event of a hook', () => {
  test('of a subagent counts while its session ends', async () => {
    const { deps, store } = stageHandlers();
    const call = (subagent: string, id: string) =>
      hookEvent(deps, hookEventOf({ subagent, call: hookCallOf(id) }));
    await call(first, '1');
    await call(second, '2');
    const commit = store.commit.bind(store);
    const late: Promise<unknown>[] = [];
    store.commit = (mutations, request, documents) => {
      const isFirstStored = documents?.has(hookKeyOf(idOf(first))) === true;
      if (isFirstStored && late.length === 0) late.push(call(second, '3'));
      return commit(mutations, request, documents);
    };
    await hookEvent(deps, hookEventOf({ phase: 'sessionEnd' }));
    await Promise.all(late);
    assert.equal(late.length, 1, 'it must come while the first subagent is stored');
    const agent = deps.hooks.fleet.get(idOf(second));
    assert.deepEqual([agent?.receipts, agent?.place], [2, 'ended']);
  });

  for (const act of ['archive', 'delete'] as const) {
    test(`${act} that cannot be stored leaves what hooks know of the agent`, async () => {
      const { deps, store } = stageHandlers();
      await hookEvent(deps, hookEventOf({ subagent: first, call: hookCallOf('1') }));
      const agent_id = idOf(first);
      const known = deps.hooks.fleet.get(agent_id);
      assert.ok(known !== undefined);
      const commit = store.commit.bind(store);
      store.commit = () => Promise.reject(new Error('the disk is full'));
      const wish = { agent_id, act };
      await assert.rejects(changeLifecycle(deps, callerOf('cli'), wish), /the disk is full/);
      assert.deepEqual(deps.hooks.fleet.get(agent_id), known);
      assert.notEqual(deps.hooks.fleet.tiesOf(agent_id).parent, null);
      store.commit = commit;
      await changeLifecycle(deps, callerOf('cli'), wish);
      assert.equal(deps.hooks.fleet.get(agent_id), undefined);
    });
  }
});
