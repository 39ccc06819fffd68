import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { parse } from 'jsonc-parser';
import { apply, isConnected, preview } from '../../../client/connect/connect.ts';
import { harnesses } from '../../../client/connect/harnesses.ts';
import { ScratchPlace } from './scratchPlace.ts';

const theirs = { matcher: 'Bash', hooks: [{ type: 'command', command: 'theirs --hook stop' }] };

/** What a person's file may look like; null where there is none. */
const jsonTexts: Readonly<Record<string, string | null>> = {
  missing: null,
  empty: '',
  'only space': ' \n\n',
  'only a comment': '// nothing here yet\n',
  'an empty object': '{}',
  'an empty object on lines': '{\n}\n',
  'other settings': '{\n  "model": "opus",\n  "theme": "dark"\n}\n',
  'no line break at the end': '{\n  "model": "opus"\n}',
  minified: '{"model":"opus","hooks":{"Stop":[{"hooks":[]}]},"mcpServers":{"a":{"command":"x"}}}',
  comments:
    '// mine\n{\n  /* which one */\n  "model": "opus", // the big one\n  // "theme": "dark"\n}\n// end\n',
  'trailing commas':
    '{\n  "model": "opus",\n  "mcpServers": {\n    "a": { "command": "x", },\n  },\n}\n',
  'hooks of others': `${JSON.stringify({ hooks: { PreToolUse: [theirs], BeforeTool: [theirs], Other: [theirs] } }, null, 4)}\n`,
  'servers of others': '{ "mcpServers": { "a": { "command": "x" } }, "servers": { "b": {} } }',
  'empty containers': '{\n  "mcpServers": {},\n  "servers": { },\n  "hooks": {\n  }\n}\n',
  'a server of the same name':
    '{\n  "mcpServers": {\n    "watchstander": { "command": "node", "args": ["cli.js"] }, // by hand\n    "b": {}\n  }\n}\n',
  tabs: '{\n\t"model": "opus",\n\t"hooks": {\n\t\t"Stop": []\n\t}\n}\n',
  'Windows line breaks': '{\r\n  "model": "opus",\r\n  // c\r\n  "hooks": {\r\n  }\r\n}\r\n',
  'a byte order mark': '\uFEFF{\n  "model": "opus"\n}\n',
  'keys twice': '{ "mcpServers": { "old": 1 }, "mcpServers": { "a": { "command": "x" } } }',
  'a key that is a trap': '{ "__proto__": { "hooks": 1 }, "constructor": 2 }',
  huge: `{\n  "projects": {\n${Array.from({ length: 2_000 }, (_, n) => `    "/p/${n}": { "allowedTools": [], "n": ${n} }`).join(',\n')}\n  }\n}\n`,
};

const tomlTexts: Readonly<Record<string, string | null>> = {
  missing: null,
  empty: '',
  'other settings': 'model = "gpt-5.5"\n\n[mcp_servers.a]\ncommand = "x"\n',
  'no line break at the end': 'model = "gpt-5.5"',
  'Windows line breaks': '# mine\r\nmodel = "gpt-5.5"\r\n\r\n[tui]\r\ntheme = "dark"\r\n',
  'a byte order mark': '\uFEFFmodel = "gpt-5.5"\n',
  'texts that look like tables':
    'a = """\n[mcp_servers.watchstander]\ncommand = "no"\n"""\nb = \'\'\'\n[x]\n\'\'\'\nc = [\n  "[mcp_servers]", # ]\n  { d = "]" },\n]\n',
  'trust that was given': '[hooks.state."/x/hooks.json:stop:0:0"]\ntrusted_hash = "sha256:1"\n',
  'a server of the same name':
    'a = 1\n\n[mcp_servers.watchstander]\ncommand = "node"\nargs = ["cli.js"] # by hand\n\n[b]\nc = 1\n',
};

const allRows = [...new Set([...Object.keys(jsonTexts), ...Object.keys(tomlTexts)])];

suite('configurations of every kind', () => {
  let place: ScratchPlace;

  setup(() => {
    place = new ScratchPlace();
  });
  teardown(() => place.dispose());

  for (const harness of harnesses) {
    for (const scope of ['user', 'project'] as const) {
      test(`${harness.name}, ${scope}: connect, again without a change, back to the byte`, async () => {
        const files = harness.files(place, scope);
        const rows = scope === 'user' ? allRows : ['missing', 'comments', 'hooks of others'];
        for (const row of rows) {
          const texts = files.map(
            ({ format }) => (format === 'toml' ? tomlTexts : jsonTexts)[row] ?? null,
          );
          files.forEach(({ path }, index) => place.write(path, texts[index] ?? null));
          const before = place.files();
          const previewed = await preview(place.order(harness, 'connect', scope));
          const done = await apply(place.order(harness, 'connect', scope));
          assert.deepEqual(done, previewed, row);
          assert.ok(await isConnected(place.order(harness, 'connect', scope)), row);
          assert.deepEqual(await apply(place.order(harness, 'connect', scope)), [], row);
          await apply(place.order(harness, 'disconnect', scope));
          assert.deepEqual(
            files.map(({ path }) => place.read(path)),
            texts,
            row,
          );
          assert.deepEqual(place.files(), before, row);
          for (const { path } of files) fs.rmSync(path, { force: true });
        }
      });
    }

    test(`${harness.name}: what others write afterwards stays, and ours alone goes`, async () => {
      const files = harness.files(place, 'user');
      await apply(place.order(harness, 'connect'));
      for (const { path, format } of files) {
        const text = place.read(path) ?? '';
        place.write(
          path,
          format === 'toml' ? `${text}\n[theirs]\na = 1\n` : text.replace('{', '{ "theirs": 1,'),
        );
      }
      await apply(place.order(harness, 'disconnect'));
      for (const { path, format } of files) {
        const text = place.read(path) ?? '';
        assert.ok(!text.includes('bin/watchstander'), text);
        if (format === 'toml') assert.equal(text, '\n[theirs]\na = 1\n');
        else assert.equal((parse(text) as { theirs: number }).theirs, 1);
      }
    });
  }

  test('a server of the same name comes back although others wrote meanwhile', async () => {
    for (const harness of harnesses) {
      const files = harness.files(place, 'user');
      for (const { path, format } of files.filter(({ holds }) => holds.includes('server'))) {
        const text = (format === 'toml' ? tomlTexts : jsonTexts)['a server of the same name'] ?? '';
        place.write(path, text);
        await apply(place.order(harness, 'connect'));
        place.write(
          path,
          format === 'toml'
            ? `x = 1\n${String(place.read(path))}`
            : `// x\n${String(place.read(path))}`,
        );
        await apply(place.order(harness, 'disconnect'));
        assert.equal(place.read(path), `${format === 'toml' ? 'x = 1' : '// x'}\n${text}`);
        fs.rmSync(path);
      }
    }
  });
});
