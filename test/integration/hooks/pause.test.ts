import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import type { AgentRow } from '../../../shared/model.ts';
import { agentId, denialIn, event, HookStage, quiet } from '../../support/hookStage.ts';
import { plainCheckIn } from '../../support/records.ts';
import { until } from '../../support/until.ts';

suite('hooks: a pause stops tools', function () {
  let stage: HookStage;

  setup(async () => {
    stage = await HookStage.open();
  });

  teardown(() => stage.home.dispose());

  test('a pause blocks tools with its reason, without a sidecar too; a resume lets them run', async () => {
    await stage.callTools(1, 'PostToolUse');
    const { code } = await stage.home.cli('pause', agentId, '--reason', 'look at this');
    assert.equal(code, 0);
    const reason = denialIn(await stage.hook(event('PreToolUse', { id: 'p1' })));
    assert.match(reason, /is paused by a person: look at this\. Stop working and ask the user/);
    // A tool is stopped whatever it is given, also what nobody could write down again.
    const given = JSON.stringify(event('PreToolUse', { input: 'deep' }));
    const deep = given.replace('"deep"', '['.repeat(10_000) + ']'.repeat(10_000));
    assert.equal(denialIn(await stage.hook(deep)), reason);
    await stage.killSidecar();
    assert.equal(denialIn(await stage.hook(event('PreToolUse', { id: 'p2' }))), reason);
    assert.deepEqual(await stage.hook(event('PostToolUse', { id: 'p2' })), quiet);
    await stage.home.cli('resume', agentId);
    assert.deepEqual(await stage.hook(event('PreToolUse', { id: 'p3' })), quiet);
    assert.deepEqual(readdirSync(join(stage.home.path, homeLayout.paused)), []);
  });

  test('an agent whose first tool still runs is there and can be paused', async () => {
    await stage.hook(event('PreToolUse', { id: 'long' }));
    const { health_status, update_count, facts } = await stage.rowWhen(
      agentId,
      'its first call',
      () => true,
    );
    assert.deepEqual([health_status, update_count, facts?.receipts], ['unknown', 0, 1]);
    assert.equal((await stage.home.cli('pause', agentId, '--reason', 'not this')).code, 0);
    assert.match(denialIn(await stage.hook(event('PreToolUse', { id: 'next' }))), /not this/);
  });

  test('what hooks find is made as the store says when a sidecar starts', async () => {
    await stage.callTools(1, 'PostToolUse');
    await stage.home.cli('pause', agentId);
    await stage.killSidecar();
    const folder = join(stage.home.path, homeLayout.paused);
    const [kept = ''] = readdirSync(folder);
    writeFileSync(join(folder, kept), 'torn');
    writeFileSync(join(folder, 'f'.repeat(64)), '{}');
    assert.deepEqual(await stage.hook(event('PreToolUse', { id: 'q1' })), quiet);
    await stage.startSidecar();
    assert.deepEqual(readdirSync(folder), [kept]);
    denialIn(await stage.hook(event('PreToolUse', { id: 'q2' })));
  });

  test('a pause that hooks cannot be told of is not acknowledged, however often it is sent', async () => {
    await stage.callTools(1, 'PostToolUse');
    const folder = join(stage.home.path, homeLayout.paused);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where a folder has to be');
    const refused = await stage.home.cli('pause', agentId);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /It is stored, but hooks cannot be told of it/);
    assert.equal((await stage.home.cli('freeze', '--confirm')).code, 1);
    rmSync(folder);
    assert.equal((await stage.home.cli('freeze', '--confirm')).code, 0);
    await stage.killSidecar();
    denialIn(await stage.hook(event('PreToolUse', { id: 'm1' })));
  });

  test('freeze pauses all, unfreeze resumes all; subagents are paused with their parent', async () => {
    await stage.callTools(1, 'PostToolUse');
    await stage.connection.request('watchstander/checkIn', plainCheckIn);
    const frozen = await stage.home.cli('freeze', '--confirm', '--reason', 'all hands');
    assert.equal(frozen.stdout, '2 agents paused.\n');
    const ofSubagent = { ...event('PreToolUse', { id: 's1' }), agent_id: 'sub' };
    assert.match(denialIn(await stage.hook(ofSubagent)), /all hands/);
    assert.equal((await stage.home.cli('freeze')).code, 2);
    assert.equal((await stage.home.cli('unfreeze', '--confirm')).stdout, '2 agents resumed.\n');
    assert.deepEqual(await stage.hook({ ...ofSubagent, tool_use_id: 's2' }), quiet);
    await stage.hook({ ...event('PostToolUse', { id: 's2' }), agent_id: 'sub' });
    const isSub = ({ parent }: AgentRow): boolean => parent === agentId;
    await until('a row of the subagent', async () => (await stage.rows()).find(isSub));
  });
});
