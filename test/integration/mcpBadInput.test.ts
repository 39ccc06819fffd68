import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentRow } from '../../shared/model.ts';
import { TestHome } from '../support/testHome.ts';
import { openShim, type Shim } from '../support/mcpClient.ts';

const strangeIds = [
  '__proto__',
  '../../x',
  'constructor',
  'a/b\\c',
  'CON',
  '日本 👍',
  '%2e%2e',
  '.',
];

const update = 'process_agent_update';
const wrong: readonly [string, Record<string, unknown>][] = [
  [update, {}],
  [update, { agent_id: '' }],
  [update, { agent_id: null }],
  [update, { agent_id: ['a'] }],
  [update, { agent_id: 'x'.repeat(129) }],
  [update, { agent_id: 'x'.repeat(1_000_000) }],
  [update, { agent_id: 'a\u0000b' }],
  [update, { agent_id: 'a\nb' }],
  [update, { agent_id: 'a\u202eb' }],
  [update, { agent_id: 'w', parameters: 'many' }],
  [update, { agent_id: 'w', parameters: [1, '2'] }],
  [update, { agent_id: 'w', parameters: [[1]] }],
  [update, { agent_id: 'w', parameters: [1, null] }],
  [update, { agent_id: 'w', parameters: Array<number>(4_097).fill(0) }],
  [update, { agent_id: 'w', ethical_drift: 0.1 }],
  [update, { agent_id: 'w', response_text: 5 }],
  [update, { agent_id: 'w', complexity: 'high' }],
  [update, { agent_id: 'w', complexity: null }],
  [update, { agent_id: 'w', expected_version: -1 }],
  [update, { agent_id: 'w', request_id: 7 }],
  ['pause_agent', { agent_id: 7 }],
  ['pause_agent', { agent_id: 'w', reason: {} }],
  ['get_system_history', { agent_id: 'w', format: 'yaml' }],
  ['get_system_history', { agent_id: 'w', limit: '3' }],
  ['list_agents', { cursor: 'not one that a page gave' }],
];

suite('bad input through the shipped MCP entry', function () {
  let home: TestHome;
  let shim: Shim;
  let sidecarPid = 0;

  setup(async () => {
    home = new TestHome();
    shim = await openShim(home);
    sidecarPid = (await shim.call<{ current_pid: number }>('get_server_info')).current_pid;
  });

  /** Whatever was sent: the same sidecar is there and serves. */
  teardown(async () => {
    const info = await shim.call<{ current_pid: number; epoch: number }>('get_server_info');
    assert.deepEqual([info.current_pid, info.epoch], [sidecarPid, 1]);
    await shim.client.close();
    await home.dispose();
  });

  const listed = async (): Promise<string[]> => {
    const { agents } = await shim.call<{ agents: AgentRow[] }>('list_agents');
    return agents.map(({ agent_id }) => agent_id);
  };

  test('wrong types and impossible ids are INVALID_INPUT, and nothing is stored', async () => {
    for (const [tool, given] of wrong) {
      assert.equal(
        (await shim.refusal(tool, given)).code,
        'INVALID_INPUT',
        JSON.stringify(given).slice(0, 80),
      );
    }
    assert.deepEqual(await listed(), []);
  });

  test('an unknown agent is NOT_FOUND in every tool that needs one', async () => {
    for (const agent_id of ['nobody', ...strangeIds]) {
      for (const tool of [
        'get_governance_metrics',
        'get_system_history',
        'get_agent_metadata',
        'pause_agent',
        'resume_agent',
        'archive_agent',
        'reset_monitor',
      ]) {
        assert.equal(
          (await shim.refusal(tool, { agent_id })).code,
          'NOT_FOUND',
          `${tool} ${agent_id}`,
        );
      }
    }
    assert.deepEqual(await listed(), []);
  });

  test('strange but valid ids are kept verbatim and name no file', async () => {
    const places = [join(home.path, '../x'), join(home.path, '../../x')];
    const outside = places.map((place) => existsSync(place));
    for (const agent_id of strangeIds) await shim.call(update, { agent_id });
    assert.deepEqual(await listed(), strangeIds);
    for (const agent_id of strangeIds) {
      const metrics = await shim.call<{ agent_id: string; history_size: number }>(
        'get_governance_metrics',
        { agent_id },
      );
      assert.deepEqual([metrics.agent_id, metrics.history_size], [agent_id, 1]);
    }
    const files = readdirSync(home.path, { recursive: true, encoding: 'utf8' });
    const named = strangeIds.filter((id) => id !== '.' && files.some((file) => file.includes(id)));
    assert.deepEqual(named, []);
    assert.deepEqual(
      places.map((place) => existsSync(place)),
      outside,
    );
  });

  test('a text over a million bytes is TOO_LARGE; one of exactly that many is taken', async () => {
    const over = { agent_id: 'big', response_text: `${'é'.repeat(500_000)}!` };
    assert.equal((await shim.refusal(update, over)).code, 'TOO_LARGE');
    assert.deepEqual(await listed(), []);
    await shim.call(update, { agent_id: 'big', response_text: 'é'.repeat(500_000) });
    assert.deepEqual(await listed(), ['big']);
  });

  test('a line over all bounds is dropped; the shim goes on', async () => {
    const given = { agent_id: 'bomb', response_text: 'x'.repeat(17 * 1024 * 1024) };
    const waiting = new AbortController();
    const { signal } = waiting;
    const bomb = shim.client.callTool({ name: update, arguments: given }, { signal });
    const unanswered = assert.rejects(bomb, /not waited for any more/);
    // What comes behind it is answered, it is not.
    await shim.client.ping();
    assert.deepEqual(await listed(), []);
    waiting.abort('not waited for any more');
    await unanswered;
  });

  test('what can be put right is, and said so', async () => {
    const { warnings } = await shim.call<{ warnings: string[] }>(update, {
      agent_id: 'w',
      parameters: Array<number>(200).fill(1e308),
      ethical_drift: [1, 2, 3, 4],
      complexity: -3,
      nonsense: true,
    });
    assert.equal(warnings.length, 4, warnings.join('\n'));
  });

  test('a tool that does not exist is the protocol’s own error', async () => {
    await assert.rejects(
      shim.client.callTool({ name: 'no_such_tool', arguments: {} }),
      /no_such_tool/,
    );
    await assert.rejects(shim.client.callTool({ name: '__proto__', arguments: {} }));
  });
});
