import assert from 'node:assert/strict';
import type { Alert } from '../../../shared/alerts.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { TestHome } from '../../support/testHome.ts';
import { openShim, type Shim } from '../../support/mcpClient.ts';

interface Changed {
  version: number;
  tags: string[];
  notes: string;
  merged?: boolean;
}

/** A shim on a fresh home around each test. */
function onFreshHome(era: 'legacy' | 'modern') {
  const at = { home: undefined as unknown as TestHome, shim: undefined as unknown as Shim };
  setup(async () => {
    at.home = new TestHome();
    at.shim = await openShim(at.home, era);
  });
  teardown(async () => {
    await at.shim.client.close();
    await at.home.dispose();
  });
  return at;
}

/** One call of each tool that must succeed, in an order in which it can. */
const calls: readonly (readonly [tool: string, given: Record<string, unknown>])[] = [
  ['process_agent_update', { agent_id: 'a', parameters: [0.5], complexity: 0.2 }],
  ['process_agent_update', { agent_id: 'b', ethical_drift: [1, 1, 1] }],
  ['process_agent_update', { agent_id: 'b', ethical_drift: [1, 1, 1] }],
  ['process_agent_update', { agent_id: 'b', ethical_drift: [1, 1, 1] }],
  ['simulate_update', { agent_id: 'a', complexity: 1 }],
  ['update_agent_metadata', { agent_id: 'a', tags: ['x'], notes: 'n', expected_version: 1 }],
  ['list_agents', {}],
  ['get_governance_metrics', { agent_id: 'a' }],
  ['get_agent_metadata', { agent_id: 'a' }],
  ['get_system_history', { agent_id: 'a', format: 'csv', limit: 1 }],
  ['export_to_file', { agent_id: 'a', format: 'csv' }],
  ['get_alerts', { open_only: false }],
  ['get_thresholds', { agent_id: 'a' }],
  ['get_server_info', {}],
  ['pause_agent', { agent_id: 'a', reason: 'r' }],
  ['resume_agent', { agent_id: 'a' }],
  ['reset_monitor', { agent_id: 'a' }],
  ['archive_agent', { agent_id: 'a' }],
  [
    'transact',
    {
      operations: [
        { tool: 'resume_agent', arguments: { agent_id: 'a' } },
        { tool: 'process_agent_update', arguments: { agent_id: 'a' } },
      ],
    },
  ],
  ['delete_agent', { agent_id: 'a', confirm: true }],
];

for (const era of ['legacy', 'modern'] as const) {
  suite(`the whole MCP surface by the official client, ${era}`, function () {
    const at = onFreshHome(era);

    test('every listed tool answers as its schema says', async () => {
      const used = new Set(calls.map(([tool]) => tool));
      for (const [tool, given] of calls) await at.shim.call(tool, given);
      const { alerts } = await at.shim.call<{ alerts: Alert[] }>('get_alerts', {});
      const alert_id = alerts[0]?.id ?? assert.fail('agent b should have opened an alert');
      await at.shim.call('acknowledge_alert', { alert_id, note: 'seen' });
      const { tools } = await at.shim.client.listTools();
      assert.deepEqual(tools.map(({ name }) => name).sort(), [...used, 'acknowledge_alert'].sort());
    });

    test('the page of each agent is a resource, whatever it is called', async () => {
      const ids = ['plain', '..', '.', '../x', '%2e', 'ß/🦀'];
      for (const agent_id of ids) await at.shim.call('process_agent_update', { agent_id });
      const { resources } = await at.shim.client.listResources();
      assert.deepEqual(
        resources.map(({ name }) => name),
        ids,
      );
      for (const { name, uri } of resources) {
        const { contents } = await at.shim.client.readResource({ uri });
        const [page] = contents;
        assert.ok(page !== undefined && 'text' in page);
        assert.ok(page.text.startsWith(`Agent       ${name}\n`), page.text);
      }
      const { resourceTemplates } = await at.shim.client.listResourceTemplates();
      assert.equal(resourceTemplates[0]?.uriTemplate, 'watchstander:/agents/{agent_id}');
      for (const uri of ['watchstander:/agents/nobody', 'file:///etc/passwd']) {
        await assert.rejects(at.shim.client.readResource({ uri }), uri);
      }
    });

    test('prompts say what to do, with the figures of the agent', async () => {
      await at.shim.call('process_agent_update', { agent_id: 'b', ethical_drift: [1, 1, 1] });
      const { prompts } = await at.shim.client.listPrompts();
      assert.deepEqual(
        prompts.map(({ name, arguments: given }) => [name, given?.map((each) => each.name)]),
        [
          ['check_in', ['agent_id']],
          ['why_am_i_degraded', ['agent_id']],
        ],
      );
      const get = async (name: string, agent_id: string): Promise<string> => {
        const given = { name, arguments: { agent_id } };
        const { messages } = await at.shim.client.getPrompt(given);
        const content = messages[0]?.content;
        assert.ok(content?.type === 'text');
        return content.text;
      };
      assert.match(await get('check_in', 'b'), /process_agent_update .* agent_id "b"/);
      const why = await get('why_am_i_degraded', 'b');
      assert.match(
        why,
        /"b": Degraded: .*\n.*critical from 0\.3\.\n[^]*- drift: 0\.\d+ .*100 % of the risk\n/,
      );
      await assert.rejects(get('why_am_i_degraded', 'nobody'), /No agent is called/);
      await assert.rejects(get('check_in', ''), /agent_id: it is empty/);
    });
  });
}

suite('every refusal by the official client', function () {
  const at = onFreshHome('legacy');

  test('each code that a live sidecar gives is reached', async () => {
    const { shim, home } = at;
    for (const agent_id of ['a', 'paused', 'archived', 'deleted']) {
      await shim.call('process_agent_update', { agent_id });
    }
    await shim.call('update_agent_metadata', { agent_id: 'a', notes: 'theirs' });
    await shim.call('archive_agent', { agent_id: 'archived' });
    await shim.call('delete_agent', { agent_id: 'deleted', confirm: true, backup_first: false });
    assert.equal((await home.cli('pause', 'paused')).code, 0);
    const text = 'x'.repeat(1_000_001);
    const expected: readonly (readonly [ErrorCode, string, Record<string, unknown>])[] = [
      ['INVALID_INPUT', 'update_agent_metadata', { agent_id: 'a' }],
      ['NOT_FOUND', 'update_agent_metadata', { agent_id: 'nobody', tags: [] }],
      ['NOT_FOUND', 'acknowledge_alert', { alert_id: '9-9' }],
      ['PAUSED', 'resume_agent', { agent_id: 'paused' }],
      ['PAUSED', 'reset_monitor', { agent_id: 'paused' }],
      ['PAUSED', 'delete_agent', { agent_id: 'paused', confirm: true }],
      ['PAUSED', 'simulate_update', { agent_id: 'paused' }],
      ['ARCHIVED', 'process_agent_update', { agent_id: 'archived' }],
      ['DELETED', 'process_agent_update', { agent_id: 'deleted' }],
      ['DELETED', 'update_agent_metadata', { agent_id: 'deleted', tags: [] }],
      ['CONFLICT', 'update_agent_metadata', { agent_id: 'a', notes: 'mine', expected_version: 1 }],
      ['TOO_LARGE', 'process_agent_update', { agent_id: 'a', response_text: text }],
    ];
    for (const [code, tool, given] of expected) {
      const failure = await shim.refusal(tool, given);
      assert.equal(failure.code, code, `${tool}: ${failure.error}`);
      const { code: inTransaction, index } = await asOperation(shim, tool, given);
      if (inTransaction !== null) assert.deepEqual([inTransaction, index], [code, 1], tool);
    }
  });

  test('edits on one base come together; a transaction is all or none', async () => {
    const { shim } = at;
    const edit = (more: Record<string, unknown>): Promise<Changed> =>
      shim.call('update_agent_metadata', { agent_id: 'a', expected_version: 1, ...more });
    await shim.call('process_agent_update', { agent_id: 'a' });
    await edit({ tags: ['one'] });
    const { tags, merged, version } = await edit({ tags: ['two'] });
    assert.deepEqual([tags, merged, version], [['one', 'two'], true, 3]);
    const operations = [
      { tool: 'process_agent_update', arguments: { agent_id: 'a', expected_version: 3 } },
      { tool: 'process_agent_update', arguments: { agent_id: 'new', expected_version: 1 } },
    ];
    const { code, index, current_version } = await shim.refusal('transact', { operations });
    assert.deepEqual([code, index, current_version], ['CONFLICT', 1, 0]);
    const record = await shim.call<Changed>('get_agent_metadata', { agent_id: 'a' });
    assert.deepEqual([record.version, record.tags], [3, ['one', 'two']]);
  });
});

/** The same refusal within a transaction, for tools that may be in one: nothing of it is done. */
async function asOperation(shim: Shim, tool: string, given: Record<string, unknown>) {
  const tools = ['process_agent_update', 'update_agent_metadata', 'resume_agent'];
  if (!tools.includes(tool)) return { code: null, index: undefined };
  const first = { tool: 'process_agent_update', arguments: { agent_id: 'never' } };
  const failure = await shim.refusal('transact', {
    operations: [first, { tool, arguments: given }],
  });
  const { agents } = await shim.call<{ agents: { agent_id: string }[] }>('list_agents');
  assert.ok(!agents.some(({ agent_id }) => agent_id === 'never'));
  return failure;
}
