import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFalseAlarms } from '../../../server/language/falseAlarms.ts';

const rooms = ['monitor/alerts/alerts.ts', 'governance/reasons.ts', 'governance/risk.ts'];

suite('what people called no problem', () => {
  test('is told at the key that decides about it, and at its section', () => {
    const counts = { stall: 2, risk: 1, silence: 1 };
    const words = 'Called “not a problem” so far: stall 2 times.';
    assert.equal(describeFalseAlarms('alerts.kinds', counts), words);
    assert.match(describeFalseAlarms('health.risk.degraded', counts) ?? '', /: risk once\.$/);
    assert.match(
      describeFalseAlarms('alerts', counts) ?? '',
      /stall 2 times, risk once, silence once/,
    );
    assert.equal(describeFalseAlarms('retention.days', counts), null);
  });

  test('no rule that an alert may be opened by is left out', () => {
    const source = rooms
      .map((room) => readFileSync(join(import.meta.dirname, '../../../server', room), 'utf8'))
      .join('\n');
    const rules = [...source.matchAll(/name: '(\w+)'/g)].map(([, name]) => name ?? '');
    assert.ok(rules.length > 5);
    const untold = rules.filter((rule) => describeFalseAlarms('alerts', { [rule]: 1 }) === null);
    assert.deepEqual(untold, []);
  });
});
