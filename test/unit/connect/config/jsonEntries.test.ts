import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createScanner, parse } from 'jsonc-parser';
import {
  hasOurs,
  withOurs,
  withoutOurs,
  type ConfigFile,
} from '../../../../client/connect/config/configText.ts';
import { digestOf, undone, undoOf } from '../../../../client/connect/receipts.ts';
import { writtenConfig } from './writtenJson.ts';

const server = { type: 'stdio', command: '/h/bin/watchstander', args: ['mcp'] };
const group = (event: string): unknown => ({
  matcher: '*',
  hooks: [
    { type: 'command', command: `/h/bin/watchstander hook claude-code ${event}`, timeout: 10 },
  ],
});

const file: ConfigFile & { format: 'json' } = {
  path: 'settings.json',
  holds: 'all',
  format: 'json',
  entries: [
    { kind: 'server', at: ['mcpServers'], key: 'watchstander', value: server },
    { kind: 'hook', at: ['hooks', 'PreToolUse'], value: group('PreToolUse') },
    { kind: 'hook', at: ['hooks', 'Stop'], value: group('Stop') },
  ],
};

interface Config {
  mcpServers?: Record<string, unknown>;
  hooks?: Record<string, unknown[]>;
}

function read(text: string): Config {
  return parse(text, [], { allowTrailingComma: true }) as Config;
}

function commentsOf(text: string): string[] {
  const scanner = createScanner(text);
  const found: string[] = [];
  for (let kind: number = scanner.scan(); kind !== 17; kind = scanner.scan()) {
    if (kind !== 12 && kind !== 13) continue;
    const start = scanner.getTokenOffset();
    found.push(text.slice(start, start + scanner.getTokenLength()).trimEnd());
  }
  return found;
}

/** What a removal may leave out: containers that hold nothing. */
function withoutEmpty(config: Config): Config {
  const rest = structuredClone(config);
  if (rest.hooks !== undefined) {
    const isKept = ([event, groups]: [string, unknown[]]): boolean =>
      groups.length > 0 || !['PreToolUse', 'Stop'].includes(event);
    rest.hooks = Object.fromEntries(Object.entries(rest.hooks).filter(isKept));
  }
  if (rest.hooks !== undefined && Object.keys(rest.hooks).length === 0) delete rest.hooks;
  if (Object.keys(rest.mcpServers ?? { some: 1 }).length === 0) delete rest.mcpServers;
  return rest;
}

suite('entries in generated JSON with comments', () => {
  test('ours come in; everything else means what it meant, every comment stays', () => {
    fc.assert(
      fc.property(writtenConfig, (text) => {
        const added = withOurs(file, text);
        const expected = read(text);
        expected.mcpServers = { ...expected.mcpServers, watchstander: server };
        expected.hooks = { ...expected.hooks };
        for (const event of ['PreToolUse', 'Stop']) {
          expected.hooks[event] = [...(expected.hooks[event] ?? []), group(event)];
        }
        assert.deepEqual(read(added), expected);
        assert.deepEqual(commentsOf(added), commentsOf(text));
        assert.ok(hasOurs(file, added));
      }),
      { numRuns: 300 },
    );
  });

  test('ours come out again: to the character where nothing was empty, in meaning always', () => {
    let exact = 0;
    fc.assert(
      fc.property(writtenConfig, (text) => {
        const removed = withoutOurs(file, withOurs(file, text), null);
        const before = read(text);
        assert.deepEqual(withoutEmpty(read(removed)), withoutEmpty(before));
        assert.deepEqual(commentsOf(removed), commentsOf(text));
        const nothingEmpty = JSON.stringify(withoutEmpty(before)) === JSON.stringify(before);
        if (!nothingEmpty || Object.keys(before).length === 0) return;
        exact += 1;
        assert.equal(removed, text);
      }),
      { numRuns: 300 },
    );
    assert.ok(exact > 50, `${exact} of 300 were compared to the character`);
  });

  test('what a receipt keeps undoes any edit to the character', () => {
    fc.assert(
      fc.property(writtenConfig, (text) => {
        const after = withOurs(file, text);
        const receipt = { written: digestOf(after), undo: undoOf(text, after) };
        assert.equal(undone(receipt as never, after), text);
        assert.equal(undone(receipt as never, `${after} `), undefined);
      }),
      { numRuns: 200 },
    );
  });

  test('what somebody adds behind ours stays when ours go', () => {
    fc.assert(
      fc.property(writtenConfig, (text) => {
        const theirs: ConfigFile = {
          ...file,
          entries: [
            {
              kind: 'hook',
              at: ['hooks', 'PreToolUse'],
              value: { hooks: [{ command: 'theirs' }] },
            },
            { kind: 'needed', at: ['mcpServers'], key: 'theirs', value: 1 },
          ],
        };
        const both = withOurs(theirs, withOurs(file, text));
        const left = withoutOurs(file, both, null);
        assert.deepEqual(withoutEmpty(read(left)), withoutEmpty(read(withOurs(theirs, text))));
      }),
      { numRuns: 200 },
    );
  });
});
