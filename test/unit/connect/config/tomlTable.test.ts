import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addTable,
  hasTable,
  removeTable,
  type TomlTable,
} from '../../../../client/connect/config/tomlTable.ts';
import { statementsOf } from '../../../../client/connect/config/tomlStatements.ts';

const table: TomlTable = {
  name: ['mcp_servers', 'watchstander'],
  values: { command: '/it\'s "a" \\ h/bin/watchstander', args: ['mcp'] },
};

const line = fc.constantFrom(
  '',
  '# a comment',
  '  ',
  'model = "gpt"',
  "path = 'C:\\x'",
  'a."b.c".d = 1 # [x]',
  'text = """\n[mcp_servers.watchstander]\n"quoted"" \\""""""',
  "text = '''\n# no\n[x]''''",
  'list = [\n  "]", # ]\n  [1, 2],\n]',
  'inline = { a = "}", b = [] }',
  '[table]',
  '[mcp_servers.other]',
  '[ mcp_servers . "spaced" ]',
  '[[products]]',
  '[hooks.state."/x/hooks.json:stop:0:0"]',
);
const document = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, eol, isEnded]) => lines.join('\n').replaceAll('\n', eol) + (isEnded ? eol : ''));

suite('our table in generated TOML', () => {
  test('it is appended, found, and taken out; what was there stays to the character', () => {
    fc.assert(
      fc.property(document, (text) => {
        const added = addTable(text, table);
        assert.ok(added.startsWith(text));
        assert.ok(hasTable(added, table));
        assert.equal(hasTable(text, table), false);
        const eol = text.includes('\r\n') ? '\r\n' : '\n';
        const ended = text === '' || text.endsWith('\n') ? text : text + eol;
        assert.equal(removeTable(added, table, null), ended);
      }),
      { numRuns: 500 },
    );
  });

  test('tables that come behind it, and keys put into it, do not confuse it', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const inside = 'startup_timeout_sec = 5\n[mcp_servers.watchstander.env]\nA = "1"\n';
        const behind = `\n# theirs\n[theirs]\n${after}`;
        const added = addTable(before, table) + inside;
        assert.ok(hasTable(added + behind, table));
        const removed = removeTable(added + behind, table, null);
        assert.equal(removed.endsWith(behind), true);
        assert.ok(removed.startsWith(before));
        assert.ok(!removed.includes('startup_timeout_sec'));
      }),
      { numRuns: 300 },
    );
  });

  test('statements cover the text without a gap', () => {
    fc.assert(
      fc.property(document, (text) => {
        const parts = statementsOf(text).map(({ start, end }) => text.slice(start, end));
        assert.equal(parts.join(''), text);
      }),
    );
  });

  test('forms that a header cannot add to are refused with their line', () => {
    const inRoot = 'a = 1\nmcp_servers = {}\n';
    const dotted = 'mcp_servers.watchstander.command = "x"\n';
    const inTable = '[mcp_servers]\nwatchstander = { command = "x" }\n';
    for (const text of [inRoot, dotted, inTable]) {
      assert.throws(() => addTable(text, table), /^ConfigFault: Line \d sets mcp_servers/);
    }
    for (const text of ['a = [1,\n', 'a = "x\n', "a = '''\n"]) {
      assert.throws(() => addTable(text, table), /is not TOML/);
    }
  });
});
