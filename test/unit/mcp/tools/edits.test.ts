import assert from 'node:assert/strict';
import { updateMetadata } from '../../../../client/mcp/tools/metadataTool.ts';
import { transact } from '../../../../client/mcp/tools/transactTool.ts';
import type { Tool, ToolContext } from '../../../../client/mcp/tools/tool.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { WatchstanderError } from '../../../../shared/errors.ts';
import { aCheckIn, when } from '../samples.ts';

type Given = Readonly<Record<string, unknown>>;

/** Calls a tool; says what it asked the sidecar, and the result. */
async function call(tool: Tool, given: Given, answer?: unknown) {
  const asked: unknown[] = [];
  const context: ToolContext = {
    sidecar: {
      request: (method, params) => {
        asked.push([method, params]);
        return Promise.resolve(answer as never);
      },
    },
    clock: systemClock,
    home: '/nowhere',
  };
  return { asked, result: await tool.run(given, context) };
}

async function refusalOf(tool: Tool, given: Given): Promise<WatchstanderError> {
  const error: unknown = await call(tool, given).then(
    () => assert.fail(`taken: ${JSON.stringify(given)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WatchstanderError, String(error));
  return error;
}

suite('mcp: edits', () => {
  test('only what is given travels; what it was merged with is said', async () => {
    const merge = { base_version: 2, onto_version: 3, notes: 'appended' };
    const answer = { agent_id: 'a', version: 4, tags: [], notes: 'x; y', merged: true, merge };
    const given = { agent_id: 'a', notes: 'y', append_notes: true, expected_version: 2 };
    const { asked, result } = await call(updateMetadata, given, answer);
    assert.deepEqual(asked, [['watchstander/metadata', given]]);
    assert.deepEqual(result, { success: true, ...answer });
    const tags = { agent_id: 'a', tags: [] };
    const { asked: second } = await call(updateMetadata, tags, answer);
    assert.deepEqual(second, [['watchstander/metadata', tags]]);
  });

  test('what is of the wrong type is refused', async () => {
    for (const more of [
      { tags: 'x' },
      { tags: ['x', 7] },
      { tags: Array<string>(33).fill('x') },
      { notes: 7 },
      { notes: 'x', append_notes: 'yes' },
      { tags: [], expected_version: -1 },
    ]) {
      const { code } = await refusalOf(updateMetadata, { agent_id: 'a', ...more });
      assert.equal(code, 'INVALID_INPUT', JSON.stringify(more));
    }
  });
});

suite('mcp: transactions', () => {
  const agent_id = 'a';
  const lifecycle = { agent_id, version: 5, lifecycle_status: 'paused', timestamp: when };

  test('each operation travels as its tool would ask, and is answered as its tool would answer', async () => {
    const operations = [
      { tool: 'process_agent_update', arguments: { agent_id, complexity: 2, expected_version: 0 } },
      { tool: 'update_agent_metadata', arguments: { agent_id, tags: ['x'] } },
      { tool: 'pause_agent', arguments: { agent_id, reason: 'why', expected_version: 2 } },
      { tool: 'resume_agent', arguments: { agent_id } },
      { tool: 'archive_agent', arguments: { agent_id, keep_in_memory: true } },
    ];
    const edited = { agent_id, version: 2, tags: ['x'], notes: '' };
    const answer = { results: [aCheckIn(), edited, lifecycle, lifecycle, lifecycle] };
    const given = { operations, request_id: 'r' };
    const { asked, result } = await call(transact, given, answer);
    assert.deepEqual(asked, [
      [
        'watchstander/transact',
        {
          operations: [
            {
              kind: 'checkIn',
              agent_id,
              parameters: [],
              ethical_drift: [],
              text: { code_points: 0, keyword_hits: 0 },
              complexity: 1,
              expected_version: 0,
            },
            { kind: 'metadata', agent_id, tags: ['x'] },
            { kind: 'lifecycle', act: 'pause', agent_id, reason: 'why', expected_version: 2 },
            { kind: 'lifecycle', act: 'resume', agent_id },
            { kind: 'lifecycle', act: 'archive', agent_id },
          ],
          request_id: 'r',
        },
      ],
    ]);
    const changed = { success: true, agent_id, version: 5 };
    assert.deepEqual(result, {
      success: true,
      results: [
        { ...aCheckIn(), warnings: ['complexity: 2 is outside 0 to 1, taken as 1'] },
        { success: true, ...edited },
        { ...changed, paused_at: when },
        { ...changed, message: 'Agent "a" is active again.' },
        { ...changed, archived_at: when, kept_in_memory: true },
      ],
    });
  });

  test('a fault of one operation is refused with its index, before anything is asked', async () => {
    const good = { tool: 'pause_agent', arguments: { agent_id } };
    for (const bad of [
      null,
      {},
      { tool: 'delete_agent', arguments: { agent_id } },
      { tool: '__proto__', arguments: { agent_id } },
      { tool: 'pause_agent' },
      { tool: 'pause_agent', arguments: [] },
      { tool: 'pause_agent', arguments: {} },
      { tool: 'pause_agent', arguments: { agent_id, request_id: 'r' } },
      { tool: 'process_agent_update', arguments: { agent_id, complexity: 'high' } },
    ]) {
      const { code, details } = await refusalOf(transact, { operations: [good, bad] });
      assert.deepEqual([code, details.index], ['INVALID_INPUT', 1], JSON.stringify(bad));
    }
    const text = 'x'.repeat(1_000_001);
    const long = { tool: 'process_agent_update', arguments: { agent_id, response_text: text } };
    const { code, details } = await refusalOf(transact, { operations: [long] });
    assert.deepEqual([code, details.index], ['TOO_LARGE', 0]);
  });

  test('no operations, or more than a hundred, are refused', async () => {
    const one = { tool: 'pause_agent', arguments: { agent_id } };
    for (const operations of [undefined, {}, [], Array<unknown>(101).fill(one)]) {
      assert.equal((await refusalOf(transact, { operations })).code, 'INVALID_INPUT');
    }
    const { code } = await refusalOf(transact, { operations: [one], request_id: '' });
    assert.equal(code, 'INVALID_INPUT');
  });
});
