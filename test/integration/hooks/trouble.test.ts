import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { captured, capturedEvents, runHook, startHook } from '../../support/hookProcess.ts';
import { agentId, denialIn, event, HookStage, quiet } from '../../support/hookStage.ts';

suite('hooks: on a machine in trouble', function () {
  let stage: HookStage;

  setup(async () => {
    stage = await HookStage.open();
  });

  teardown(() => stage.home.dispose());

  /** All but that a sidecar of a busy machine was slow: what it was told is the same. */
  function said(): string[] {
    return stage.log().filter((line) => !line.includes('no answer in time'));
  }

  test('what programs really sent is taken without a word; half of it leaves one line each', async () => {
    let halves = 0;
    for (const [name, named] of captured) {
      for (const { words, event: sent } of capturedEvents(name, named)) {
        assert.deepEqual(await runHook(stage.home.path, words, sent), quiet, name);
        assert.equal(said().length, halves, `${name}: ${said().at(-1)}`);
      }
      const [{ words, event: sent } = assert.fail(name)] = capturedEvents(name, named);
      const text = JSON.stringify(sent);
      const half = text.slice(0, text.length / 2);
      assert.deepEqual(await runHook(stage.home.path, words, half), quiet, name);
      halves += 1;
      assert.match(said().at(-1) ?? '', /no event with a session, \d+ characters; goes on$/);
    }
    assert.equal(said().length, captured.length);
  });

  test('an event that its program is late to hand over is told all the same', async () => {
    const { stdin, ended } = startHook(stage.home.path, ['claude-code']);
    const given = JSON.stringify(event('PreToolUse', { id: 'late' }));
    stdin.write(given.slice(0, 20));
    // Longer than a hook waits for an answer.
    for (const startMs = performance.now(); performance.now() - startMs < 300;)
      assert.deepEqual(await stage.hook(event('Notification')), quiet);
    stdin.end(given.slice(20));
    assert.deepEqual(await ended, quiet);
    await stage.rowWhen(agentId, 'its receipt', ({ facts }) => facts?.receipts === 1);
    assert.deepEqual(said(), []);
  });

  test('a program that hands over no event gets its answer, too', async () => {
    const { stdin, ended } = startHook(stage.home.path, ['claude-code', 'PreToolUse']);
    stdin.write('{');
    assert.deepEqual(await ended, quiet);
    assert.match(stage.log().join('\n'), /claude-code PreToolUse: no event came; goes on$/);
  });

  test('a home that can be none is no reason to stop a tool; the log of the usual one says so', async () => {
    const usual = join(stage.home.path, 'usual');
    const env = { XDG_DATA_HOME: usual };
    const before = event('PreToolUse');
    assert.deepEqual(await runHook('relative', ['claude-code'], before, env), quiet);
    const log = readFileSync(join(usual, 'watchstander', homeLayout.hookLog), 'utf8');
    assert.match(
      log,
      /^\S+Z claude-code: The home "relative" is no absolute path\. It goes on\.\n$/,
    );
    assert.equal(existsSync('relative'), false);
  });

  test('what cannot be read or written in the home changes no answer', async () => {
    await stage.callTools(1, 'PostToolUse');
    await stage.home.cli('pause', agentId, '--reason', 'look');
    const folder = join(stage.home.path, homeLayout.paused);
    const [marker = ''] = readdirSync(folder);
    rmSync(join(folder, marker));
    for (const path of [join(homeLayout.paused, marker), homeLayout.hookLog, homeLayout.unanswered])
      mkdirSync(join(stage.home.path, path));
    assert.match(denialIn(await stage.hook(event('PreToolUse', { id: 'u1' }))), /person: look/);
    const rules = { fail_closed: [null, { match: 7 }, { match: '*', value: true }] };
    writeFileSync(join(stage.home.path, homeLayout.hookRules), JSON.stringify(rules));
    await stage.killSidecar();
    assert.match(denialIn(await stage.hook(event('PreToolUse', { id: 'u2' }))), /fail_closed/);
  });
});
