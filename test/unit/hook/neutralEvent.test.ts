import assert from 'node:assert/strict';
import { adapters } from '../../../client/hook/caller.ts';
import { neutralEventOf } from '../../../client/hook/neutralEvent.ts';
import { admit } from '../../../shared/schema.ts';
import type { Harness } from '../../../shared/model.ts';
import { captured, capturedEvents, type Captured } from '../../support/hookProcess.ts';

function paramsOf({ words: [harness, word], event }: Captured) {
  const neutral = neutralEventOf(harness, word, event);
  assert.ok(neutral !== null);
  return neutral.params;
}

function told(name: string, harness: Harness): string[] {
  return capturedEvents(name, harness).map((each) => {
    const { phase, call, subagent } = paramsOf(each);
    const outcome = call?.outcome ?? '';
    const marks = [
      call?.is_edit === true ? 'edit' : '',
      call?.is_command === true ? 'command' : '',
    ];
    return [phase, subagent === null ? '' : 'sub', call?.tool, ...marks, outcome]
      .filter((word) => word !== '' && word !== undefined)
      .join(' ');
  });
}

suite('hook: what programs send', () => {
  for (const [name, named, caller] of captured) {
    test(`${name}: every event passes the sidecar's door, and its caller is ${caller}`, () => {
      for (const each of capturedEvents(name, named)) {
        const params = paramsOf(each);
        assert.equal(params.harness, caller);
        assert.deepEqual(admit('watchstander/hookEvent', params), params);
      }
    });

    test(`${name}: no text of prompts, replies or tool inputs is in what is told`, () => {
      const said = JSON.stringify(capturedEvents(name, named).map(paramsOf));
      for (const text of [
        'do it',
        'echo hi',
        'line one',
        'all done',
        'SUBPROMPT',
        'ECHO:',
        'npm',
      ]) {
        assert.equal(said.includes(text), false, text);
      }
    });
  }

  test('Claude Code: calls, failures, edits', () => {
    assert.deepEqual(told('claude', 'claude-code'), [
      'sessionStart',
      'prompt',
      'before Bash command',
      'after Bash command succeeded',
      'before Bash command',
      'after Bash command failed',
      'before Write edit',
      'after Write edit succeeded',
      'turnEnd',
      'sessionEnd',
    ]);
  });

  test('Claude Code: subagents have events of their own, waits are seen', () => {
    const subagent = told('claude-task-mcp', 'claude-code').filter((each) => each.includes('sub'));
    assert.deepEqual(subagent, [
      'subagentStart sub',
      'before sub Bash command',
      'after sub Bash command succeeded',
      'subagentEnd sub',
    ]);
    const waits = told('claude-tui-permission', 'claude-code');
    assert.deepEqual(
      waits.filter((each) => each.startsWith('waiting')),
      ['waiting Bash command', 'waiting'],
    );
  });

  test('Gemini and Copilot: a failing command is told by its text', () => {
    assert.deepEqual(
      told('gemini', 'gemini').filter((each) => each.startsWith('after')),
      [
        'after run_shell_command command succeeded',
        'after run_shell_command command failed',
        'after write_file edit succeeded',
        'after mcp_probe_probe_echo succeeded',
      ],
    );
    const event = { sessionId: 's', toolName: 'bash', toolArgs: {} };
    const ended = (text: string) =>
      neutralEventOf('copilot', 'postToolUse', {
        ...event,
        toolResult: { resultType: 'success', textResultForLlm: text },
      })?.params.call?.outcome;
    assert.equal(ended('x\n<shellId: 0 completed with exit code 3>'), 'failed');
    assert.equal(ended('x\n<shellId: 0 completed with exit code 0>'), 'succeeded');
  });
});

suite('hook: what is made of it', () => {
  test('what the user refused or stopped is no failure', () => {
    const failure = (fields: object) =>
      neutralEventOf('claude-code', null, {
        session_id: 's',
        hook_event_name: 'PostToolUseFailure',
        tool_name: 'Bash',
        ...fields,
      })?.params.call?.outcome;
    assert.equal(failure({ error: 'Exit code 1' }), 'failed');
    assert.equal(failure({ error: 'stopped', is_interrupt: true }), 'interrupted');
    assert.equal(failure({ error: "The user doesn't want to proceed with this" }), 'rejected');
    assert.equal(failure({ error: 'Sibling tool call errored' }), 'sibling-failed');
  });

  test('digests compare inside one session, with what varies folded', () => {
    const digest = (session: string, stdout: string) =>
      neutralEventOf('codex', null, {
        session_id: session,
        hook_event_name: 'PostToolUse',
        tool_name: 'Bash',
        tool_response: stdout,
      })?.params.call?.result_digest;
    assert.equal(digest('a', 'took 12 ms at  0x7f3a9c01'), digest('a', 'took 9 ms at 0x11f00c02'));
    assert.notEqual(digest('a', 'one'), digest('a', 'two'));
    assert.notEqual(digest('a', 'one'), digest('b', 'one'));
  });

  test('the id of its own reports is all that is read of them', () => {
    const report = (tool_name: string, agent_id: unknown) =>
      neutralEventOf('codex', null, {
        session_id: 's',
        hook_event_name: 'PreToolUse',
        tool_name,
        tool_input: { agent_id, response_text: 'private' },
      })?.params.reports_as;
    assert.equal(report('mcp__watchstander__process_agent_update', 'me'), 'me');
    assert.equal(report('watchstander-process_agent_update', 'me'), 'me');
    assert.equal(report('mcp_watchstander_process_agent_update', 'a\u202eb'), null);
    assert.equal(report('mcp__other__process_agent_update', 'me'), null);
  });

  test('names and results that were made to be slow are measured in a moment', () => {
    const startMs = performance.now();
    const lines = ['v', 'w', 'x', 'y', 'z'].map((letter) => letter.repeat(90));
    const llmContent = ['', 'Exit Code: 1', ...lines, ''].join('\n').slice(-500);
    const event = {
      session_id: 's',
      hook_event_name: 'AfterTool',
      tool_name: 'watchstander'.repeat(20_000),
      tool_response: { llmContent: `x\n${llmContent}` },
    };
    const { call, reports_as } = neutralEventOf('gemini', null, event)?.params ?? assert.fail();
    assert.deepEqual([call?.outcome, reports_as], ['succeeded', null]);
    // They took nine seconds and a quarter of one.
    assert.ok(performance.now() - startMs < 200);
  });

  test('each program is denied in its own format', () => {
    const denials = (Object.keys(adapters) as Harness[]).map((harness) => {
      const { phases, deny } = adapters[harness];
      const [event = ''] = Object.keys(phases).filter((name) => /^(Pre|Before|pre)Tool/.test(name));
      return [harness, deny(harness === 'copilot' ? 'preToolUse' : event, 'R')];
    });
    const specific = {
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: 'R',
      },
    };
    assert.deepEqual(Object.fromEntries(denials), {
      'claude-code': specific,
      codex: specific,
      gemini: { decision: 'deny', reason: 'R' },
      copilot: { permissionDecision: 'deny', permissionDecisionReason: 'R' },
      cursor: { permission: 'deny', user_message: 'R', agent_message: 'R' },
    });
    assert.deepEqual(adapters.copilot.deny('PreToolUse', 'R'), specific);
  });
});
