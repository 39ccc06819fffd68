import assert from 'node:assert/strict';
import { checkIn } from '../../../server/handlers/checkIn.ts';
import { freezeAll } from '../../../server/handlers/freeze.ts';
import { changeLifecycle } from '../../../server/handlers/lifecycle.ts';
import { plainCheckIn } from '../../support/records.ts';
import { refusal } from '../store/contract.ts';
import { callerOf, stageHandlers } from './handlerStage.ts';

const person = callerOf('cli');

/** As many as two transactions hold, and some. */
async function fleet() {
  const { deps, store } = stageHandlers();
  const ids = Array.from({ length: 250 }, (_, at) => `agent ${at}`);
  for (const agent_id of ids) await checkIn(deps, callerOf('mcp'), { ...plainCheckIn, agent_id });
  const lifecycles = () => ids.map((id) => store.read(id)?.lifecycle);
  return { deps, store, ids, lifecycles };
}

suite('handlers: all agents at once', () => {
  test('every one at work is paused, every paused one resumed', async () => {
    const { deps, ids, lifecycles } = await fleet();
    const wish = { agent_id: 'agent 7', act: 'pause' } as const;
    await changeLifecycle(deps, person, wish);
    const frozen = await freezeAll(deps, person, { act: 'pause', reason: 'release' });
    assert.deepEqual(
      frozen.agent_ids,
      ids.filter((id) => id !== 'agent 7'),
    );
    assert.deepEqual(new Set(lifecycles()), new Set(['paused']));
    assert.equal((await freezeAll(deps, person, { act: 'resume' })).agent_ids.length, 250);
    assert.deepEqual(new Set(lifecycles()), new Set(['active']));
  });

  test('what happens to an agent while others are paused stays', async () => {
    const { deps, ids, store } = await fleet();
    const [later = ''] = ids.slice(-1);
    const freezing = freezeAll(deps, person, { act: 'pause' });
    await changeLifecycle(deps, person, { agent_id: later, act: 'delete' });
    assert.equal((await freezing).agent_ids.includes(later), false);
    assert.equal(store.read(later)?.lifecycle, 'deleted');
  });

  test('is for people alone', async () => {
    const { deps } = stageHandlers();
    await refusal(freezeAll(deps, callerOf('mcp'), { act: 'pause' }), 'INVALID_INPUT');
  });
});
