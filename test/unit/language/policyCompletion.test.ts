import assert from 'node:assert/strict';
import { TextEdit, type CompletionItem } from 'vscode-languageserver';
import { completePolicy } from '../../../server/language/policyCompletion.ts';
import { readPolicy } from '../../../shared/policy/readPolicy.ts';
import { applied, atCursor } from './cursor.ts';

function offered(marked: string): CompletionItem[] {
  const { text, position } = atCursor(marked);
  return completePolicy(text, position);
}

function labels(marked: string): string[] {
  return offered(marked).map(({ label }) => label);
}

/** The text after an item was taken, with its snippet as it comes. */
function taken(marked: string, label: string): string {
  const item = offered(marked).find((one) => one.label === label);
  assert.ok(TextEdit.is(item?.textEdit), `${label} is not offered`);
  return applied(atCursor(marked).text, [item.textEdit]);
}

/** As the editor leaves it when every placeholder is accepted. */
function accepted(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d/g, '');
}

suite('a policy file in an editor: completion of keys', () => {
  test('at the top all sections', () => {
    assert.deepEqual(labels('{ | }'), [
      'governance',
      'health',
      'alerts',
      'liveness',
      'retention',
      'hooks',
      'agents',
    ]);
  });

  test('in a section its keys, without those that are there', () => {
    assert.deepEqual(labels('{"health":{"void":"critical", |}}'), [
      'risk',
      'coherence',
      'smoothing',
    ]);
  });

  test('a key that is being written stays on offer', () => {
    assert.deepEqual(labels('{"hooks":{"fail|"}}'), ['fail_closed', 'pause_after_critical']);
    assert.deepEqual(labels('{"hooks":{"fail_closed|": true}}'), [
      'fail_closed',
      'pause_after_critical',
    ]);
  });

  test('for single agents what may differ, and the glob', () => {
    const there = ['match', 'governance', 'health', 'alerts', 'liveness', 'hooks'];
    assert.deepEqual(labels('{"agents":[{|}]}'), there);
    assert.deepEqual(labels('{"agents":[{"match":"a","liveness":{|}}]}'), ['silent_after']);
  });

  test('each has its meaning', () => {
    const [item] = offered('{"hooks":{|}}');
    assert.deepEqual(item?.documentation, {
      kind: 'markdown',
      value:
        '**fail_closed**\n\nBlock tools while Watchstander cannot be asked. Otherwise they run, and ' +
        'the log says so. True or false; default false.',
    });
  });

  test('a key comes with a value to change', () => {
    assert.equal(taken('{"health":{|}}', 'smoothing'), '{"health":{"smoothing": ${1:0.3}}}');
    assert.equal(
      taken('{"governance":{|}}', 'profile'),
      '{"governance":{"profile": "${1|calibrated,reference|}"}}',
    );
    assert.equal(taken('{"liveness":{|}}', 'idle_exit'), '{"liveness":{"idle_exit": "${1:60s}"}}');
    assert.equal(taken('{|}', 'agents'), '{"agents": [{ "match": "${1:*}"$0 }]}');
  });

  test('with a comma where another key follows, alone where a value is there', () => {
    assert.equal(
      taken('{"hooks":{| /* x */ "fail_close":1}}', 'fail_closed'),
      '{"hooks":{"fail_closed": ${1|true,false|}, /* x */ "fail_close":1}}',
    );
    assert.equal(taken('{"hook|": {}}', 'hooks'), '{"hooks": {}}');
  });

  test('takes the place of what is written so far, with quotes or without', () => {
    for (const text of ['{ "ho|" }', '{ ho| }', '{ "ho| }']) {
      assert.match(taken(text, 'hooks'), /^\{ "hooks": \{\n\t\$0\n\}( \})?$/u, text);
    }
    assert.equal(offered('{ "ho|" }')[5]?.filterText, '"hooks"');
  });

  test('whatever key is taken, and left as it comes, the policy is sound', () => {
    const places = [
      '{|}',
      '{"health":{|}}',
      '{"health":{"risk":{|}}}',
      '{"alerts":{|}}',
      '{"liveness":{|}}',
      '{"retention":{|}}',
      '{"hooks":{|}}',
      '{"agents":[{"match":"a",|}]}',
    ];
    for (const place of places) {
      for (const label of labels(place).filter((name) => name !== 'match')) {
        const text = accepted(taken(place, label));
        assert.deepEqual(readPolicy(text).faults, [], text);
      }
    }
  });
});

suite('a policy file in an editor: completion of values', () => {
  test('what may stand there, the default marked', () => {
    const items = offered('{"governance":{"profile": |}}');
    assert.deepEqual(
      items.map(({ label, detail }) => [label, detail]),
      [
        ['"calibrated"', 'default'],
        ['"reference"', undefined],
      ],
    );
    assert.deepEqual(labels('{"hooks":{"fail_closed":|}}'), ['true', 'false']);
    assert.deepEqual(labels('{"health":{"smoothing":|}}'), ['0.3']);
  });

  test('durations within their range, the default first', () => {
    assert.deepEqual(labels('{"liveness":{"stale_after":|}}'), ['"30s"', '"10s"', '"1m"']);
    assert.deepEqual(labels('{"alerts":{"snooze":|}}'), ['"1h"', '"1m"', '"10m"', '"1d"', '"7d"']);
  });

  test('takes the place of the value that is there', () => {
    const text = '{"governance":{"profile":"cal|ib"}}';
    assert.equal(taken(text, '"reference"'), '{"governance":{"profile":"reference"}}');
  });

  test('entries of a list, but not for the list itself', () => {
    assert.equal(labels('{"alerts":{"kinds":["death", |]}}').length, 6);
    assert.deepEqual(labels('{"alerts":{"kinds": |}}'), []);
  });

  test('nothing where nothing is known', () => {
    for (const text of ['{"x":{|}}', '{"agents":|}', '[|]', '|', '{"agents":[{"match":"|"}]}']) {
      assert.deepEqual(labels(text), [], text);
    }
    assert.deepEqual(completePolicy('['.repeat(100_000), { line: 0, character: 5 }), []);
  });
});
