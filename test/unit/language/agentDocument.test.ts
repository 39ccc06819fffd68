import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agentIdOf, documentUri, renderAgent } from '../../../server/language/agentDocument.ts';
import { drifting, recordAfter } from '../../support/records.ts';

suite('agent document', () => {
  test('a healthy agent has a page and no diagnostic', () => {
    const { text, diagnostics } = renderAgent(recordAfter([{}]));
    assert.match(text, /^Agent {7}a\nHealth {6}Healthy: /);
    assert.deepEqual(diagnostics, []);
  });

  test('the diagnostic of an ill agent is at the line that shows its code', () => {
    const { text, diagnostics } = renderAgent(recordAfter(Array(6).fill(drifting)));
    const [diagnostic] = diagnostics;
    assert.ok(diagnostic !== undefined && diagnostics.length === 1);
    const line = text.split('\n')[diagnostic.range.start.line] ?? '';
    assert.ok(line.startsWith(`  ${String(diagnostic.code)} `), line);
    assert.equal(diagnostic.range.end.character, line.length);
    assert.ok(typeof diagnostic.message === 'string');
    assert.match(diagnostic.message, /^a: Critical: /);
    assert.equal(diagnostic.severity, 1);
    assert.equal(diagnostic.source, 'watchstander');
  });

  test('a degraded agent is a warning', () => {
    const { diagnostics } = renderAgent(recordAfter([drifting]));
    assert.equal(diagnostics[0]?.severity, 2);
  });

  test('nobody is bothered about an agent that is paused', () => {
    const paused = { at: '2026-01-01T00:00:00.000Z', by: 'person', reason: 'lunch' } as const;
    const record = recordAfter(Array(6).fill(drifting), { lifecycle: 'paused', paused });
    const { text, diagnostics } = renderAgent(record);
    assert.deepEqual(diagnostics, []);
    assert.match(text, /Lifecycle {3}paused since .* by a person: lunch/);
  });

  test('an agent that was reset says so', () => {
    const { text, diagnostics } = renderAgent(recordAfter([drifting], { verdict: null }));
    assert.match(text, /no check-in since the reset/);
    assert.deepEqual(diagnostics, []);
  });

  test('every id has an address of its own, and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        assert.equal(agentIdOf(documentUri(id)), id);
      }),
    );
    assert.equal(agentIdOf('file:///x'), null);
    assert.equal(agentIdOf('watchstander:/agents/%zz'), null);
  });
});
