import assert from 'node:assert/strict';
import { readToExtension, readToPage } from '../../../client/dashboard/messages.ts';
import { readPageState } from '../../../client/dashboard/pageState.ts';
import { lineOf, pointsOf } from './samples.ts';

const points = { kind: 'points', agentId: 'a', points: pointsOf([1, 2]), total: 2, phase: 'done' };

suite('dashboard: messages', () => {
  test('what the extension says is heard', () => {
    const fleet = { kind: 'fleet', extent: 'all', lines: [lineOf('a')], removed: [] };
    for (const message of [points, fleet, { kind: 'show', agentId: 'a' }]) {
      assert.deepEqual(readToPage(message), message);
    }
  });

  test('what is no message is left out, on either side', () => {
    const nonsense: unknown[] = [
      undefined,
      null,
      'ready',
      42,
      [],
      {},
      { kind: 'unheard of' },
      { kind: 'show', agentId: null },
      { kind: '__proto__' },
      { kind: ['ready'] },
      JSON.parse('{"__proto__": {"kind": "ready"}}'),
    ];
    for (const one of nonsense) {
      assert.equal(readToPage(one), undefined);
      assert.equal(readToExtension(one), undefined);
    }
  });

  test('ids are ids', () => {
    for (const agentId of ['', 'a\nb', 'x'.repeat(129), '\u202eabc', 7, {}, '\ud800']) {
      assert.equal(readToExtension({ kind: 'watch', agentId }), undefined);
      assert.equal(readToExtension({ kind: 'act', act: 'pause', agentId }), undefined);
    }
    assert.ok(readToExtension({ kind: 'watch', agentId: '<img src=x onerror=alert(1)>' }));
  });

  test('only acts that are offered, and no commands of others', () => {
    for (const act of ['delete', 'workbench.action.quit', '', null, { toString: () => 'pause' }]) {
      assert.equal(readToExtension({ kind: 'act', act, agentId: 'a' }), undefined);
      assert.equal(readToExtension({ kind: 'own', act }), undefined);
    }
  });

  test('numbers are numbers, columns are of one length, questions are bounded', () => {
    assert.equal(readToExtension({ kind: 'reach', agentId: 'a', fromMs: NaN }), undefined);
    assert.equal(readToExtension({ kind: 'reach', agentId: 'a', fromMs: '0' }), undefined);
    const many = Array.from({ length: 101 }, (_, at) => `agent ${at}`);
    assert.equal(readToExtension({ kind: 'trends', agentIds: many }), undefined);
    assert.ok(readToExtension({ kind: 'trends', agentIds: many.slice(1) }));
    const short = { ...points.points, risk: [0.1] };
    assert.equal(readToPage({ ...points, points: short }), undefined);
    const odd = { ...points.points, health: ['well', 'healthy'] };
    assert.equal(readToPage({ ...points, points: odd }), undefined);
  });

  test('a kept state is read back; one that cannot be read is as at first', () => {
    const first = readPageState(undefined);
    assert.equal(first.agentId, null);
    const chosen = { ...first, agentId: 'a', view: { fromMs: 1, toMs: 2 }, form: 'table' };
    assert.deepEqual(readPageState(structuredClone(chosen)), chosen);
    assert.deepEqual(readPageState({ ...chosen, range: 'century' }), first);
    assert.deepEqual(readPageState({ agentId: '<b>' }), first);
  });
});
