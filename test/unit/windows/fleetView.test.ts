import assert from 'node:assert/strict';
import { hookEvent } from '../../../server/handlers/hookEvent.ts';
import { FleetView } from '../../../server/windows/fleetView.ts';
import { agentId, hookCallOf, hookEventOf } from '../monitor/hookEvents.ts';
import { stageHandlers } from '../handlers/handlerStage.ts';

/** Enough failures in a row for anybody to be critical. */
const failures = 8;

suite('what is wrong, as windows are told', () => {
  test('an agent that fails is a problem until its session ends, and again when it goes on', async () => {
    const { deps } = stageHandlers();
    const view = new FleetView(deps);
    const codes = (): unknown[] => {
      view.count([agentId]);
      return view.diagnostics(agentId).map(({ code }) => code);
    };
    const call = (at: number) => ({ ...hookCallOf(`call ${at}`), arguments_digest: `${at}` });
    for (let at = 0; at < failures; at += 1) {
      await hookEvent(deps, hookEventOf({ phase: 'before', call: call(at) }));
      const failed = { ...call(at), outcome: 'failed' as const };
      await hookEvent(deps, hookEventOf({ phase: 'after', call: failed }));
    }
    assert.deepEqual(codes(), ['risk']);
    await hookEvent(deps, hookEventOf({ phase: 'sessionEnd' }));
    assert.equal(view.row(agentId)?.liveness, 'ended');
    assert.deepEqual(codes(), []);
    await hookEvent(deps, hookEventOf({ phase: 'before', call: call(failures) }));
    assert.deepEqual(codes(), ['risk']);
  });
});
