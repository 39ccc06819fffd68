import assert from 'node:assert/strict';
import { checkIn } from '../../../server/handlers/checkIn.ts';
import { changeLifecycle } from '../../../server/handlers/lifecycle.ts';
import { transact } from '../../../server/handlers/transact.ts';
import type { Operation } from '../../../shared/edits.ts';
import { plainCheckIn } from '../../support/records.ts';
import { refusal } from '../store/contract.ts';
import { callerOf, stageHandlers } from './handlerStage.ts';

const report = (agent_id: string, expected_version?: number): Operation => ({
  kind: 'checkIn',
  ...plainCheckIn,
  agent_id,
  expected_version,
});

const edit = (agent_id: string, more: object): Operation => ({
  kind: 'metadata',
  agent_id,
  ...more,
});

const pause = (agent_id: string): Operation => ({ kind: 'lifecycle', act: 'pause', agent_id });

function stage() {
  const { deps, store } = stageHandlers();
  const ask = (operations: readonly Operation[], request_id?: string) =>
    transact(deps, callerOf('mcp'), { operations, request_id });
  const single = (agent_id: string) =>
    checkIn(deps, callerOf('mcp'), { ...plainCheckIn, agent_id });
  return { deps, store, ask, single };
}

suite('handlers: transactions', () => {
  test('each operation is answered as by itself, and builds on those before it', async () => {
    const { ask, store, single } = stage();
    const { revision, results } = await ask([
      report('a', 0),
      report('b'),
      edit('a', { tags: ['x'], expected_version: 1 }),
      report('a', 2),
      pause('b'),
    ]);
    assert.deepEqual(
      results.map(({ agent_id, version }) => [agent_id, version]),
      [
        ['a', 1],
        ['b', 1],
        ['a', 2],
        ['a', 3],
        ['b', 2],
      ],
    );
    assert.deepEqual([revision, store.revision], [1, 1]);
    const other = stage();
    assert.deepEqual(results[1], await other.single('b'));
    await other.single('a');
    const { version: _, ...second } = await other.single('a');
    assert.deepEqual(results[3], { ...second, version: 3 });
    await refusal(single('b'), 'PAUSED');
  });

  test('the first refusal is that of the whole, with its index; nothing is changed', async () => {
    const { ask, store, single, deps } = stage();
    await single('a');
    await single('p');
    const person = callerOf('window');
    await changeLifecycle(deps, person, { agent_id: 'p', act: 'pause' });
    const { revision } = store;
    for (const [operation, code] of [
      [report('a', 7), 'CONFLICT'],
      [report('p'), 'PAUSED'],
      [{ kind: 'lifecycle', act: 'resume', agent_id: 'p' }, 'PAUSED'],
      [edit('nobody', { tags: [] }), 'NOT_FOUND'],
      [edit('a', {}), 'INVALID_INPUT'],
      [edit('a', { notes: 'x', expected_version: 5 }), 'CONFLICT'],
    ] as const) {
      const operations = [report('a'), report('new'), operation, report('a', 99)];
      const { details } = await refusal(ask(operations), code);
      assert.equal(details.index, 2);
    }
    assert.deepEqual(
      [store.revision, store.read('new'), store.draft('a')?.version],
      [revision, undefined, 1],
    );
    const { details } = await refusal(ask([report('a', 7)]), 'CONFLICT');
    assert.deepEqual([details.index, details.current_version], [0, 1]);
  });

  test('a repeated transaction changes nothing and is told the same; another one is a conflict', async () => {
    const { ask, store } = stage();
    const operations = [report('a'), edit('a', { notes: 'one', append_notes: true }), pause('a')];
    const first = await ask(operations, 'r');
    assert.deepEqual(await ask(operations, 'r'), first);
    await refusal(ask([report('z')], 'r'), 'CONFLICT');
    assert.deepEqual([store.revision, store.read('a')?.version], [1, 3]);
  });

  test('a transaction may have the request id of a check-in: they are different requests', async () => {
    const { ask, deps } = stage();
    await checkIn(deps, callerOf('mcp'), { ...plainCheckIn, agent_id: 'a', request_id: 'r' });
    assert.equal((await ask([report('a')], 'r')).results[0]?.version, 2);
  });
});
