import assert from 'node:assert/strict';
import { FleetLines, tellChanges } from '../../../client/dashboard/fleet/fleetLines.ts';
import {
  countStandings,
  filterLines,
  isWaiting,
  sortBy,
  sortLines,
  type Sorting,
} from '../../../client/dashboard/fleet/order.ts';
import { trendPath } from '../../../client/dashboard/fleet/trend.ts';
import { trendLength } from '../../../client/dashboard/messages.ts';
import { english, fill, readWords } from '../../../client/dashboard/words.ts';
import { lineOf } from './samples.ts';

const lines = [
  lineOf('b10', { risk: 0.1, lastMs: 5, harness: 'Codex' }),
  lineOf('b9', { standing: 'paused', lifecycle: 'paused', risk: 0.2, lastMs: 4 }),
  lineOf('waiter', { liveness: 'waiting', lastMs: 3 }),
  lineOf('worst', { standing: 'critical', risk: 0.9, lastMs: 2, message: 'Critical: risk 0.90.' }),
  lineOf('bad', { standing: 'degraded', risk: 0.2, lastMs: 1 }),
];

function idsBy(sorting: Sorting): string[] {
  return sortLines(lines, sorting).map(({ agentId }) => agentId);
}

suite('dashboard: the fleet', () => {
  test('who needs attention comes first, of the others who waits for a person', () => {
    const byHealth = { column: 'health', direction: 'ascending' } as const;
    assert.deepEqual(idsBy(byHealth), ['worst', 'bad', 'waiter', 'b10', 'b9']);
    assert.deepEqual(
      lines.filter(isWaiting).map(({ agentId }) => agentId),
      ['waiter'],
    );
    // Nobody but a person resumes what the policy has paused; what a person paused, they know of.
    const paused = (['person', 'policy'] as const).map((by) =>
      lineOf(by, { standing: 'paused', lifecycle: 'paused', paused: { by, reason: null } }),
    );
    const fresh = lineOf('fresh', { standing: 'unknown' });
    assert.deepEqual(
      sortLines([lineOf('well'), ...paused, fresh], byHealth).map(({ agentId }) => agentId),
      ['policy', 'fresh', 'well', 'person'],
    );
  });

  test('sorted by a column, numbers in names as numbers, the same column again turns', () => {
    const byName = idsBy({ column: 'agent', direction: 'ascending' });
    assert.deepEqual(byName, ['b9', 'b10', 'bad', 'waiter', 'worst']);
    assert.equal(idsBy({ column: 'risk', direction: 'descending' })[0], 'worst');
    assert.equal(idsBy({ column: 'last', direction: 'descending' })[0], 'b10');
    assert.equal(idsBy({ column: 'harness', direction: 'ascending' })[0], 'b10');
    const first = sortBy('risk', { column: 'agent', direction: 'ascending' });
    assert.deepEqual(first, { column: 'risk', direction: 'descending' });
    assert.deepEqual(sortBy('risk', first), { column: 'risk', direction: 'ascending' });
  });

  test('filtered by words in the id, the reason or the program, and by health', () => {
    const ids = (text: string, standings: Parameters<typeof filterLines>[1]['standings'] = []) =>
      filterLines(lines, { text, standings }).map(({ agentId }) => agentId);
    assert.deepEqual(ids(' CODEX '), ['b10']);
    assert.deepEqual(ids('risk 0.90'), ['worst']);
    assert.deepEqual(ids('b', ['degraded', 'paused']), ['b9', 'bad']);
    assert.equal(countStandings(lines).healthy, 2);
  });

  test('a trend goes on with what comes, and is read anew after a gap', () => {
    const fleet = new FleetLines();
    fleet.replace([lineOf('a')]);
    fleet.learnTrend(
      'a',
      Array.from({ length: trendLength }, () => 0.1),
    );
    fleet.change([lineOf('a', { updates: 4, risk: 0.5 })], []);
    assert.deepEqual([fleet.trendOf('a')?.length, fleet.trendOf('a')?.at(-1)], [trendLength, 0.5]);
    fleet.change([lineOf('a', { updates: 4, liveness: 'waiting' })], []);
    assert.equal(fleet.trendOf('a')?.at(-1), 0.5);
    fleet.change([lineOf('a', { updates: 9 })], []);
    assert.equal(fleet.trendOf('a'), undefined);
    fleet.change([], ['a']);
    assert.equal(fleet.lines.size, 0);
  });

  test('a trend is drawn within its picture, whatever the values', () => {
    assert.equal(trendPath([], 0.5), '');
    assert.equal(trendPath([0, 0.25, 9], 0.5), 'M0.0000 1.0000L0.5000 0.5000L1.0000 0.0000');
  });

  test('changes of health are said in one sentence, and nothing else is', () => {
    const before = new Map(lines.map((line) => [line.agentId, line]));
    assert.equal(tellChanges(before, lines, english), '');
    assert.equal(tellChanges(new Map(), lines, english), '');
    const ill = lineOf('b10', { standing: 'critical' });
    assert.equal(tellChanges(before, [ill], english), 'b10 is Critical');
    const both = tellChanges(before, [ill, lineOf('bad')], english);
    assert.equal(both, '2 agents changed their health; 1 are critical');
  });

  test('a word that was not sent is English; values fill places and nothing else', () => {
    assert.equal(readWords({ risk: 'Risiko', made_up: 'x' }).risk, 'Risiko');
    assert.equal(readWords({}).coherence, 'Coherence');
    assert.equal('made_up' in readWords({ made_up: 'x' }), false);
    assert.equal(fill('{0} and {1} and {2}', '{1}', 2), '{1} and 2 and ');
  });
});
