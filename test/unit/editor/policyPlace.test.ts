import assert from 'node:assert/strict';
import { lineOfKey } from '../../../client/editor/policy/policyPlace.ts';
import { policyTemplate } from '../../../shared/policy/template.ts';

suite('where a key of the policy is', () => {
  const lineAt = (text: string, key: string): string =>
    (text.split('\n')[lineOfKey(text, key)] ?? '').trim();

  test('in a file as it is made: the section, and the key in its comment', () => {
    assert.equal(lineAt(policyTemplate(), 'health.risk'), '"risk": {');
    assert.equal(lineAt(policyTemplate(), 'health.coherence'), '"coherence": {');
    assert.equal(lineAt(policyTemplate(), 'health.void'), '// "void": "critical",');
  });

  test('the nearest section where it is left out, and the top where nothing is', () => {
    assert.equal(lineAt('{\n  "health": {\n    "smoothing": 1 }\n}', 'health.risk'), '"health": {');
    assert.equal(lineOfKey('{}', 'health.risk'), 0);
    assert.equal(lineOfKey('{ "health": { "risk": {} } }', 'health.risk'), 0);
  });
});
