import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { formatTable } from '../../client/cli/output/table.ts';
import { ofRecord, outcomeOf, spared, zombieCases } from './zombieCases.ts';
import { ZombieStage } from './zombieStage.ts';

suite('zombie cleanup', function () {
  let stage: ZombieStage;

  setup(async () => {
    stage = await ZombieStage.open();
  });

  teardown(() => stage.close());

  test('thirty mixed processes and records: exactly the right ones go', async () => {
    const cases = await zombieCases(stage);
    await stage.reaper.begin();
    for (let turn = 0; turn < 5; turn += 1) await stage.pass();
    // Nobody has been watched for 30 s yet.
    assert.equal(stage.log.filter((line) => line.includes('ended')).length, 0);
    const [young, waking] = [await stage.stopped(), await stage.process()];
    const gone = await stage.ended();
    cases.push(
      ofRecord('sidecar that has just started', [young, stage.sidecar(young)], spared),
      ofRecord('shim that has just started', [waking, stage.shim(waking, gone)], spared),
    );
    await stage.pass();
    await stage.pass();
    const rows = cases.map((one) => ({ ...one, now: outcomeOf(stage, one) }));
    const columns = [
      { title: 'WHAT', of: ({ what }: (typeof rows)[number]) => what },
      { title: 'PROCESS', of: ({ now }: (typeof rows)[number]) => now.process },
      { title: 'RECORD OR FILE', of: ({ now }: (typeof rows)[number]) => now.file },
    ];
    process.stdout.write(formatTable(columns, rows).replaceAll(/^/gm, '    '));
    assert.deepEqual(
      rows.map(({ what, now }) => ({ what, ...now })),
      cases.map(({ what, process: is, file }) => ({ what, process: is, file })),
    );
    const acts = stage.reaper.cleaned;
    assert.equal(acts.length, stage.log.length);
    assert.equal(acts.filter(({ act }) => act === 'end').length, 6);
    assert.ok(acts.every(({ outcome, why }) => outcome === 'done' && why.endsWith('.')));
  });

  test('after a sleep of the machine the watch begins anew', async () => {
    const [hung, gone] = [await stage.stopped(), await stage.ended()];
    stage.shim(hung, gone);
    await stage.reaper.begin();
    stage.clock.advance(3_600_000);
    await stage.reaper.look();
    assert.equal(stage.reaper.planned[0]?.wait_ms, 30_000);
    assert.ok(stage.lives(hung));
    for (let turn = 0; turn < 5; turn += 1) await stage.pass();
    assert.ok(stage.lives(hung));
    await stage.pass();
    assert.ok(!stage.lives(hung));
  });

  test('what beats again while it is watched is left alone', async () => {
    const [shim, gone] = [await stage.process(), await stage.ended()];
    const nonce = stage.shim(shim, gone);
    await stage.reaper.begin();
    for (let turn = 0; turn < 5; turn += 1) await stage.pass();
    stage.beats(nonce);
    await stage.pass();
    stage.fallsSilent(nonce);
    for (let turn = 0; turn < 5; turn += 1) await stage.pass();
    assert.ok(stage.lives(shim));
    await stage.pass();
    assert.ok(!stage.lives(shim));
  });

  test('nothing is done that was not approved, and nothing looked at without a reason', async () => {
    const [shim, gone] = [await stage.stopped(), await stage.ended()];
    stage.shim(shim, gone);
    await stage.reaper.look();
    const left = stage.shim(gone, null);
    for (let turn = 0; turn < 10; turn += 1) {
      stage.clock.advance(5_000);
      await stage.reaper.look();
    }
    assert.ok(stage.lives(shim) && existsSync(left));
    assert.deepEqual(stage.reaper.planned.map(({ act, wait_ms }) => [act, wait_ms]).sort(), [
      ['end', 0],
      ['remove', 0],
    ]);
    // Nobody asks any more: after two minutes the looking ends.
    for (let turn = 0; turn < 30 && stage.clock.pending > 0; turn += 1) {
      stage.clock.advance(5_000);
      await stage.reaper.settled();
    }
    assert.equal(stage.clock.pending, 0);
  });
});
