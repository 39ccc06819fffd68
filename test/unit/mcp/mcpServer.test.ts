import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { makeMcpServer } from '../../../client/mcp/mcpServer.ts';
import type { Sidecar } from '../../../client/connection/pages.ts';
import { systemClock } from '../../../shared/clock.ts';
import { errorCodes, failures, WatchstanderError, type Failure } from '../../../shared/errors.ts';
import {
  aCheckIn,
  aDetail,
  anAlert,
  aPoint,
  aRow,
  aStatus,
  aSummary,
  theThresholds,
  when,
} from './samples.ts';

const home = mkdtempSync(join(tmpdir(), 'ws-tools-'));

/** A sidecar that gives one answer to each request and remembers what it was asked. */
function answering(answers: Readonly<Record<string, unknown>>) {
  const asked: { method: string; params: unknown }[] = [];
  const sidecar: Sidecar = {
    request: (method, params) => {
      asked.push({ method, params });
      const answer = answers[method];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never);
    },
  };
  return { asked, sidecar };
}

async function connectTo(sidecar: Sidecar): Promise<Client> {
  const server = makeMcpServer({ sidecar, clock: systemClock, home });
  const client = new Client({ name: 'test', version: '0' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  // Listed schemas are what the client then checks every result against.
  await client.listTools();
  return client;
}

async function refusalOf(client: Client, name: string, given: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: given });
  assert.equal(result.isError, true);
  assert.equal(result.structuredContent, undefined);
  return JSON.parse(textOf(result)) as Failure;
}

function textOf(result: Awaited<ReturnType<Client['callTool']>>): string {
  const [first] = result.content;
  assert.ok(first?.type === 'text');
  return first.text;
}

const changed = { agent_id: 'a', version: 9, lifecycle_status: 'paused', timestamp: when };

suite('mcp/mcpServer', () => {
  suiteTeardown(() => rmSync(home, { recursive: true }));

  test('every tool has schemas of objects, a title, a description and annotations', async () => {
    const { sidecar } = answering({});
    const client = await connectTo(sidecar);
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), [
      'acknowledge_alert',
      'archive_agent',
      'delete_agent',
      'export_to_file',
      'get_agent_metadata',
      'get_alerts',
      'get_governance_metrics',
      'get_server_info',
      'get_system_history',
      'get_thresholds',
      'list_agents',
      'pause_agent',
      'process_agent_update',
      'reset_monitor',
      'resume_agent',
      'simulate_update',
      'transact',
      'update_agent_metadata',
    ]);
    for (const tool of tools) {
      assert.equal(tool.inputSchema.type, 'object');
      assert.equal(tool.outputSchema?.type, 'object', tool.name);
      assert.ok(tool.description !== undefined && tool.description.length > 40, tool.name);
      assert.equal(tool.annotations?.openWorldHint, false);
      assert.ok(tool.title);
    }
  });

  test('every success is structured, as listed, and the same as text', async () => {
    const detail = aDetail();
    const { sidecar } = answering({
      'watchstander/agent': detail,
      'watchstander/status': aStatus(),
      'watchstander/lifecycle': changed,
      'watchstander/fleet': { revision: 1, agents: [aRow('a')], summary: aSummary },
      'watchstander/history': { agent_id: 'a', total: 1, points: [aPoint(1)] },
      'watchstander/alerts': { revision: 1, alerts: [anAlert()], false_alarms: {} },
      'watchstander/acknowledge': { alert: anAlert() },
      'watchstander/thresholds': theThresholds(),
      'watchstander/simulate': aCheckIn(),
      'watchstander/metadata': { agent_id: 'a', version: 9, tags: ['x'], notes: '' },
      'watchstander/transact': { revision: 1, results: [changed] },
    });
    const client = await connectTo(sidecar);
    const { tools } = await client.listTools();
    for (const { name } of tools.filter((tool) => tool.name !== 'process_agent_update')) {
      const operations = [{ tool: 'pause_agent', arguments: { agent_id: 'a' } }];
      const given = { agent_id: 'a', alert_id: '1-1', confirm: true, tags: ['x'], operations };
      const result = await client.callTool({ name, arguments: given });
      assert.equal(result.isError, undefined, textOf(result));
      assert.equal((result.structuredContent as { success?: unknown }).success, true);
      assert.deepEqual(JSON.parse(textOf(result)), result.structuredContent);
    }
  });

  test('a check-in travels measured, without its text; corrections come back as warnings', async () => {
    const { asked, sidecar } = answering({ 'watchstander/checkIn': aCheckIn() });
    const client = await connectTo(sidecar);
    const result = await client.callTool({
      name: 'process_agent_update',
      arguments: {
        agent_id: '__proto__',
        response_text: 'sudo MARKER',
        complexity: 7,
        request_id: 'r',
      },
    });
    assert.deepEqual(result.structuredContent, {
      ...aCheckIn(),
      warnings: ['complexity: 7 is outside 0 to 1, taken as 1'],
    });
    assert.deepEqual(asked, [
      {
        method: 'watchstander/checkIn',
        params: {
          agent_id: '__proto__',
          parameters: [],
          ethical_drift: [],
          text: { code_points: 11, keyword_hits: 1 },
          complexity: 1,
          request_id: 'r',
        },
      },
    ]);
    assert.equal(JSON.stringify(asked).includes('MARKER'), false);
  });
});

suite('mcp/mcpServer: refusals', () => {
  test('what is of the wrong type is refused with code and next step, and asks the sidecar nothing', async () => {
    const { asked, sidecar } = answering({});
    const client = await connectTo(sidecar);
    const bad: [string, Record<string, unknown>][] = [
      ['process_agent_update', {}],
      ['process_agent_update', { agent_id: 7 }],
      ['process_agent_update', { agent_id: 'a', parameters: 'none' }],
      ['process_agent_update', { agent_id: 'a', parameters: [1, null] }],
      ['process_agent_update', { agent_id: 'a', parameters: Array(4_097).fill(0) }],
      ['process_agent_update', { agent_id: 'a', ethical_drift: { length: 3 } }],
      ['process_agent_update', { agent_id: 'a', response_text: ['x'] }],
      ['process_agent_update', { agent_id: 'a', complexity: '0.5' }],
      ['process_agent_update', { agent_id: 'a', expected_version: 1.5 }],
      ['process_agent_update', { agent_id: 'a', request_id: '' }],
      ['pause_agent', { agent_id: 'a', reason: 1 }],
      ['archive_agent', { agent_id: 'a', keep_in_memory: 'yes' }],
      ['get_system_history', { agent_id: 'a', format: 'xml' }],
      ['get_system_history', { agent_id: 'a', limit: 0 }],
      ['get_agent_metadata', { agent_id: 'a\u202eb' }],
      ['list_agents', { cursor: 1 }],
      ['delete_agent', { agent_id: 'a' }],
      ['delete_agent', { agent_id: 'a', confirm: 'yes' }],
      ['export_to_file', { agent_id: 'a', format: 'xml' }],
      ...['../x', 'a/b', '', '.x', 'x.', 'CON', 'nul.txt', 'x'.repeat(101), 'a\u202eb'].map(
        (filename): [string, Record<string, unknown>] => [
          'export_to_file',
          { agent_id: 'a', filename },
        ],
      ),
    ];
    for (const [name, given] of bad) {
      const failure = await refusalOf(client, name, given);
      assert.equal(failure.code, 'INVALID_INPUT', name);
      assert.equal(failure.success, false);
      assert.ok(failure.error.length > 0 && failure.next_step.length > 0);
    }
    const huge = { agent_id: 'a', response_text: 'é'.repeat(500_001) };
    const failure = await refusalOf(client, 'process_agent_update', huge);
    assert.equal(failure.code, 'TOO_LARGE');
    assert.deepEqual(asked, []);
  });

  test('a refusal of the sidecar arrives as it was said', async () => {
    const conflict = new WatchstanderError('CONFLICT', 'is at 4', 'Read it again.', {
      current_version: 4,
      current_state: { E: 0.5 },
    });
    const { sidecar } = answering({
      'watchstander/checkIn': conflict,
      'watchstander/agent': failures.unknownAgent('x'),
      'watchstander/status': new TypeError('a fault of ours'),
    });
    const client = await connectTo(sidecar);
    assert.deepEqual(await refusalOf(client, 'process_agent_update', { agent_id: 'x' }), {
      success: false,
      code: 'CONFLICT',
      error: 'is at 4',
      next_step: 'Read it again.',
      current_version: 4,
      current_state: { E: 0.5 },
    });
    const unknown = await refusalOf(client, 'get_governance_metrics', { agent_id: 'x' });
    assert.equal(unknown.code, 'NOT_FOUND');
    assert.equal((await refusalOf(client, 'get_server_info', {})).code, 'INTERNAL');
  });

  test('every code reaches the agent, with its next step', async () => {
    for (const code of errorCodes) {
      const { sidecar } = answering({
        'watchstander/transact': new WatchstanderError(code, 'no', 'then', { index: 0 }),
      });
      const client = await connectTo(sidecar);
      const operations = [{ tool: 'pause_agent', arguments: { agent_id: 'a' } }];
      const failure = await refusalOf(client, 'transact', { operations });
      assert.deepEqual(failure, { success: false, code, error: 'no', next_step: 'then', index: 0 });
    }
  });
});
