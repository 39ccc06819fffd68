import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isHung } from '../../../client/hook/hungSidecar.ts';
import { systemClock, type Clock } from '../../../shared/clock.ts';
import { homeLayout } from '../../../shared/home.ts';
import { capturedEvents, runHook } from '../../support/hookProcess.ts';
import { denialIn, event, HookStage, quiet } from '../../support/hookStage.ts';
import { endOne } from '../../support/vscode/processes.ts';

suite('hooks: whatever comes, and whoever answers', function () {
  let stage: HookStage;

  setup(async () => {
    stage = await HookStage.open();
  });

  teardown(() => stage.home.dispose());

  test('what is malformed, cut off, huge or unknown never crashes and never blocks', async () => {
    const whole = JSON.stringify(event('PreToolUse'));
    const huge = event('PreToolUse', { id: 'huge', input: { content: 'x'.repeat(10_000_000) } });
    const broken: unknown[] = [
      '',
      'null',
      '[]',
      '{',
      whole.slice(0, 40),
      '\0\0',
      '{"session_id":7}',
    ];
    for (const input of broken) assert.deepEqual(await stage.hook(input, 'PreToolUse'), quiet);
    assert.equal(stage.log().length, broken.length);
    const odd = [
      huge,
      event('SomethingNew'),
      { ...event('PreToolUse'), tool_name: { a: 1 }, tool_input: null },
      { session_id: '__proto__', hook_event_name: '__proto__' },
    ];
    for (const input of odd) assert.deepEqual(await stage.hook(input), quiet);
    assert.deepEqual(await runHook(stage.home.path, ['no-such-harness'], whole), quiet);
    assert.deepEqual(await runHook(stage.home.path, [], whole), quiet);
  });

  test('without a sidecar tools run, and one line says so; fail_closed blocks them', async () => {
    await stage.killSidecar();
    assert.deepEqual(await stage.hook(event('PreToolUse')), quiet);
    assert.match(
      stage.log().join('\n'),
      /^\S+ claude-code PreToolUse: no sidecar is running; goes on$/,
    );
    await stage.home.dispose();
    stage = await HookStage.open({
      hooks: { fail_closed: true },
      agents: [{ match: 'codex/*', hooks: { fail_closed: false } }],
    });
    assert.deepEqual(await stage.hook(event('PreToolUse')), quiet);
    await stage.killSidecar();
    assert.match(denialIn(await stage.hook(event('PreToolUse'))), /fail_closed/);
    assert.match(denialIn(await stage.hook('{', 'PreToolUse')), /fail_closed/);
    assert.deepEqual(await stage.hook(event('PostToolUse')), quiet);
    assert.deepEqual(await runHook(stage.home.path, ['codex'], event('PreToolUse')), quiet);
  });

  test('a hung sidecar holds nobody up', async () => {
    const pid = await stage.pid();
    endOne(pid, 'SIGSTOP');
    try {
      assert.deepEqual(await stage.hook(event('PreToolUse')), quiet);
      assert.match(stage.log().join('\n'), /no answer in time; goes on/);
      // So that the next ones do not wait as long.
      assert.ok(isHung(stage.home.path, justAfter(join(stage.home.path, homeLayout.unanswered))));
    } finally {
      endOne(pid, 'SIGCONT');
    }
  });

  test('nothing of prompts, replies and tool inputs is in the home', async () => {
    const marker = 'planted-7d1f';
    const told = event('PreToolUse', { input: { command: marker, agent_id: marker } });
    await stage.hook({ ...event('UserPromptSubmit'), prompt: marker });
    await stage.hook(told);
    await stage.hook({
      ...told,
      hook_event_name: 'PostToolUse',
      tool_response: { stdout: marker },
    });
    await stage.hook({
      ...told,
      hook_event_name: 'PostToolUseFailure',
      tool_use_id: 'f',
      error: marker,
    });
    await stage.hook({ ...event('Stop'), last_assistant_message: marker });
    await stage.hook(`{"prompt":"${marker}`);
    for (const each of capturedEvents('gemini', 'gemini')) {
      await runHook(stage.home.path, each.words, {
        ...each.event,
        prompt: marker,
        prompt_response: marker,
      });
    }
    await stage.killSidecar();
    const files = readdirSync(stage.home.path, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    assert.ok(texts.length > 5);
    assert.deepEqual(texts.filter((text) => text.includes(marker)).length, 0);
  });
});

/** However long this process was kept from going on. */
function justAfter(file: string): Clock {
  const { mtimeMs } = statSync(file);
  return { ...systemClock, wallMs: () => mtimeMs + 1 };
}
