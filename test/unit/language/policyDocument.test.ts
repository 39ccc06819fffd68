import assert from 'node:assert/strict';
import { MarkupContent } from 'vscode-languageserver';
import {
  diagnosePolicy,
  fixPolicy,
  formatPolicy,
  hoverPolicy,
} from '../../../server/language/policyDocument.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import { readPolicy } from '../../../shared/policy/readPolicy.ts';
import { applied, atCursor, textIn } from './cursor.ts';

const uri = 'file:///home/policy.json';

function hovered(
  marked: string,
  counts: Readonly<Record<string, number>> = {},
): { said: string; about: string } | null {
  const { text, position } = atCursor(marked);
  const hover = hoverPolicy(text, position, counts);
  if (hover === null) return null;
  assert.ok(MarkupContent.is(hover.contents) && hover.range !== undefined);
  return { said: hover.contents.value, about: textIn(text, hover.range) };
}

suite('a policy file in an editor: hover', () => {
  const smoothing =
    '**health.smoothing**\n\nHow fast health follows: 1 looks at the newest update alone, less is ' +
    'steadier and slower. The reference profile does not smooth. A number from 0.01 to 1 (weight ' +
    'of the newest update); default 0.3.';

  test('a key says its meaning, range, unit and default', () => {
    assert.deepEqual(hovered('{ "health": { "smoo|thing": 0.2 } }'), {
      said: smoothing,
      about: '"smoothing"',
    });
  });

  test('its value says the same', () => {
    assert.deepEqual(hovered('{ "health": { "smoothing": 0.|2 } }'), {
      said: smoothing,
      about: '0.2',
    });
  });

  test('a section says what it is about', () => {
    assert.match(
      hovered('{ "ret|ention": {} }')?.said ?? '',
      /^\*\*retention\*\*\n\nWhat is kept/u,
    );
  });

  test('an entry of a list is explained as the list', () => {
    const { said, about } = hovered('{"alerts":{"kinds":["death","sil|ence"]}}') ?? {};
    assert.match(said ?? '', /^\*\*alerts\.kinds\*\*/u);
    assert.equal(about, '"silence"');
  });

  test('where a threshold is set, it is said what people called no problem of its alerts', () => {
    const counts = { drift: 2, parameter_change: 5, coherence: 1, silence: 1, no_such_rule: 9 };
    const more = (marked: string): string | undefined =>
      hovered(marked, counts)?.said.split('\n\n').slice(2).join();
    const ofRisk = 'Called “not a problem” so far: parameter change 5 times, drift 2 times.';
    assert.equal(more('{ "health": { "risk": { "hea|lthy": 0.2 } } }'), ofRisk);
    assert.equal(more('{ "agents": [{ "health": { "ri|sk": {} } }] }'), ofRisk);
    assert.match(more('{ "hea|lth": {} }') ?? '', /: parameter change 5 .*, coherence once\.$/u);
    assert.match(more('{ "aler|ts": {} }') ?? '', /, silence once\.$/u);
    assert.equal(more('{ "health": { "smoo|thing": 0.2 } }'), '');
    assert.equal(more('{ "hea|lth": { "void": "critical" } }')?.includes('no such'), false);
  });

  test('settings for single agents are explained like those for all', () => {
    const text = '{"agents":[{"match":"a|*","health":{"void":"degraded"}}]}';
    assert.match(hovered(text)?.said ?? '', /^\*\*agents\.match\*\*\n\nGlob over agent ids/u);
    const inside = '{"agents":[{"match":"a*","health":{"vo|id":"degraded"}}]}';
    assert.match(hovered(inside)?.said ?? '', /^\*\*agents\.health\.void\*\*/u);
  });

  test('what is unknown, or between things, is not explained', () => {
    for (const text of ['{ "hel|th": 1 }', '{ | }', '{} |', '|', '{ // "hea|lth"\n}']) {
      assert.equal(hovered(text), null, text);
    }
  });

  test('works while the text is half written', () => {
    assert.match(
      hovered('{ "liveness": { "idle|_exit": ')?.said ?? '',
      /^\*\*liveness\.idle_exit/u,
    );
  });
});

suite('a policy file in an editor: problems and fixes', () => {
  const text =
    '{\n  "liveness": { "silent_aftr": "5m" },\n  "governance": { "profile": "Reference" }\n}';

  test('each mistake is an error at its place', () => {
    const diagnostics = diagnosePolicy(readPolicy(text).faults);
    assert.deepEqual(
      diagnostics.map(({ range, code, severity, source }) => [
        textIn(text, range),
        code,
        severity,
        source,
      ]),
      [
        ['"silent_aftr"', 'unknown-key', 1, 'watchstander'],
        ['"Reference"', 'not-a-choice', 1, 'watchstander'],
      ],
    );
  });

  test('what was meant can be put in its place', () => {
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const fixes = fixPolicy(uri, text, whole);
    assert.deepEqual(
      fixes.map(({ title }) => title),
      ['Change to "silent_after"', 'Change to "reference"'],
    );
    const edits = fixes.flatMap(({ edit }) => edit?.changes?.[uri] ?? []);
    const { policy } = readPolicy(applied(text, edits));
    assert.equal(policy?.governance.profile, 'reference');
    assert.equal(policy.liveness.silent_after, '5m');
  });

  test('only where it is asked for, and only where something was meant', () => {
    const at = (line: number, character: number) => ({ line, character });
    const offered = (line: number, character: number): number =>
      fixPolicy(uri, text, { start: at(line, character), end: at(line, character) }).length;
    assert.deepEqual([offered(1, 16), offered(1, 29), offered(1, 30), offered(0, 0)], [1, 1, 0, 0]);
    assert.deepEqual(fixPolicy(uri, '{"zebra":1}', { start: at(0, 0), end: at(0, 9) }), []);
  });

  test('can be formatted, comments and all', () => {
    const ugly = '{"hooks":{"fail_closed":false}, // as usual\n"agents":[]}';
    const formatted = applied(ugly, formatPolicy(ugly, { tabSize: 2, insertSpaces: true }));
    assert.equal(
      formatted,
      '{\n  "hooks": {\n    "fail_closed": false\n  }, // as usual\n  "agents": []\n}',
    );
    assert.deepEqual(readPolicy(formatted).policy, defaultPolicy);
  });

  test('a text that no parser survives is left alone', () => {
    const deep = '['.repeat(100_000);
    const start = { line: 0, character: 0 };
    assert.equal(hoverPolicy(deep, start, {}), null);
    assert.deepEqual(formatPolicy(deep, { tabSize: 2, insertSpaces: true }), []);
    assert.deepEqual(fixPolicy(uri, deep, { start, end: start }), []);
  });
});
