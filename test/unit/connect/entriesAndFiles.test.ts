import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import { apply, isConnected, preview } from '../../../client/connect/connect.ts';
import { disconnectOrders } from '../../../client/connect/disconnect.ts';
import type { Harness } from '../../../client/connect/harness.ts';
import { harnesses } from '../../../client/connect/harnesses.ts';
import { claudeCode as claude } from '../../../client/connect/harnesses/claudeCode.ts';
import { codex } from '../../../client/connect/harnesses/codex.ts';
import { isOurHook } from '../../../client/connect/config/ours.ts';
import { removeEverything } from '../../../client/connect/uninstall.ts';
import { ScratchPlace } from './scratchPlace.ts';

const theirs = { type: 'command', command: 'theirs --hook stop' };

let place: ScratchPlace;
let settings: string;

function onScratchPlace(): void {
  setup(() => {
    place = new ScratchPlace();
    settings = join(place.userFolder, '.claude/settings.json');
  });
  teardown(() => place.dispose());
}

suite('entries of ours', () => {
  onScratchPlace();

  test('an entry of another version is replaced, in place of a second one', async () => {
    await apply(place.order(claude, 'connect'));
    const old = String(place.read(settings))
      .replaceAll('"timeout": 10', '"timeout": 5')
      .replaceAll('"Stop"', '"Halt"');
    place.write(settings, old);
    assert.equal(await isConnected(place.order(claude, 'connect')), false);
    await apply(place.order(claude, 'connect'));
    const { hooks } = parse(String(place.read(settings))) as { hooks: Record<string, unknown[]> };
    assert.ok(!('Halt' in hooks));
    assert.ok(Object.values(hooks).every((groups) => groups.length === 1));
  });

  test('a command that somebody put into a group of ours stays when ours goes', async () => {
    await apply(place.order(claude, 'connect'));
    const config = parse(String(place.read(settings))) as {
      hooks: Record<string, [{ hooks: unknown[] }]>;
    };
    config.hooks['PreToolUse']?.[0].hooks.push(theirs);
    place.write(settings, JSON.stringify(config));
    await apply(place.order(claude, 'disconnect'));
    const left = parse(String(place.read(settings))) as typeof config;
    assert.deepEqual(left, { hooks: { PreToolUse: [{ matcher: '*', hooks: [theirs] }] } });
  });

  test('Disconnect finds projects by their receipts; uninstalling finds everything, by what it finds', async () => {
    for (const harness of harnesses) await apply(place.order(harness, 'connect'));
    for (const harness of harnesses) await apply(place.order(harness, 'connect', 'project'));
    const elsewhere = { ...place, project: place.root };
    const orders = await disconnectOrders(claude, elsewhere);
    assert.deepEqual(
      orders.map(({ scope, place: { project } }) => [scope, project]),
      [
        ['user', place.root],
        ['project', place.root],
        ['project', place.project],
      ],
    );
    // The home that a setting had chosen is not known to the script.
    const unknown = { ...place, home: join(place.root, 'other') };
    assert.deepEqual(await removeEverything(unknown), []);
    assert.deepEqual(place.files(), ['project', 'user']);
  });

  test('environment variables of the programs are honoured', () => {
    const env = {
      CLAUDE_CONFIG_DIR: '/c',
      CODEX_HOME: '/x',
      GEMINI_CLI_HOME: '/g',
      COPILOT_HOME: '/p',
    };
    const chosen = { ...place, env };
    assert.deepEqual(
      harnesses.flatMap((harness) => harness.files(chosen, 'user').map(({ path }) => path)),
      [
        '/c/.claude.json',
        '/c/settings.json',
        '/x/config.toml',
        '/x/hooks.json',
        '/g/.gemini/settings.json',
        join(place.userFolder, '.cursor/mcp.json'),
        join(place.userFolder, '.cursor/hooks.json'),
        '/p/mcp-config.json',
        '/p/hooks/watchstander.json',
      ],
    );
  });

  test('hooks are known by the launcher, whatever its home', () => {
    assert.ok(isOurHook("'/a b/bin/watchstander' hook codex Stop"));
    assert.ok(isOurHook('"C:\\w\\bin\\watchstander.cmd" hook codex Stop'));
    for (const other of [
      '/x/bin/watchstander-like hook a',
      'echo bin/watchstander',
      '/bin/watchstander status',
    ]) {
      assert.ok(!isOurHook(other), other);
    }
  });
});

suite('files as they are found', () => {
  onScratchPlace();

  test('links are followed and stay, also one that leads to nothing yet', async () => {
    fs.mkdirSync(join(place.root, 'dotfiles'));
    const real = join(place.root, 'dotfiles/claude.json');
    fs.mkdirSync(join(place.userFolder, '.claude'));
    for (const text of ['{ "model": "opus" }\n', null]) {
      place.write(real, text);
      fs.symlinkSync('../../dotfiles/claude.json', settings);
      await apply(place.order(claude, 'connect'));
      assert.ok(fs.lstatSync(settings).isSymbolicLink());
      assert.match(String(place.read(real)), /PreToolUse/);
      await apply(place.order(claude, 'disconnect'));
      assert.ok(fs.lstatSync(settings).isSymbolicLink());
      assert.equal(place.read(real), text);
      fs.rmSync(settings);
      fs.rmSync(real, { force: true });
    }
  });

  test('permissions stay; a copy of the file as it was is kept until the end', async () => {
    place.write(settings, '{}\n');
    fs.chmodSync(settings, 0o640);
    await apply(place.order(claude, 'connect'));
    assert.equal(fs.statSync(settings).mode & 0o777, 0o640);
    assert.equal(place.read(`${settings}.before-watchstander`), '{}\n');
    await apply(place.order(claude, 'disconnect'));
    assert.equal(fs.existsSync(`${settings}.before-watchstander`), false);
  });

  test('what cannot be done is refused before anything is written, with the file and what to do', async () => {
    const toml = join(place.userFolder, '.codex/config.toml');
    const refusals: [Harness, string, string | Buffer, RegExp][] = [
      [claude, settings, '{ "hooks": ', /settings\.json: Line 1 is not JSON/],
      [claude, settings, '[]', /settings\.json: The file is not an object/],
      [claude, settings, '{ "hooks": [] }', /"hooks" is not an object/],
      [claude, settings, '{ "hooks": { "Stop": {} } }', /"hooks\.Stop" is not a list/],
      [claude, settings, 'not json at all', /settings\.json: /],
      [claude, settings, Buffer.from([0x7b, 0xff, 0x7d]), /is not UTF-8/],
      [
        codex,
        toml,
        'mcp_servers = { a = { command = "x" } }\n',
        /Line 1 sets mcp_servers in a form/,
      ],
      [codex, toml, 'a = """\n', /Line 1 is not TOML/],
    ];
    for (const [harness, path, content, message] of refusals) {
      fs.mkdirSync(dirname(path), { recursive: true });
      fs.writeFileSync(path, content);
      await assert.rejects(preview(place.order(harness, 'connect')), message);
      await assert.rejects(apply(place.order(harness, 'connect')), message);
      assert.deepEqual(fs.readFileSync(path), Buffer.from(content));
      fs.rmSync(path);
    }
  });

  test('a read-only file, a folder and a link to nowhere are left alone', async () => {
    place.write(settings, '{}');
    fs.chmodSync(settings, 0o444);
    await assert.rejects(preview(place.order(claude, 'connect')), /settings\.json is read-only/);
    await assert.rejects(apply(place.order(claude, 'connect')), /settings\.json is read-only/);
    assert.equal(place.read(settings), '{}');
    fs.rmSync(settings);
    fs.mkdirSync(settings);
    await assert.rejects(preview(place.order(claude, 'connect')), /is not a file/);
    fs.rmdirSync(settings);
    fs.symlinkSync('settings.json', settings);
    await assert.rejects(preview(place.order(claude, 'connect')), /leads nowhere/);
  });
});
