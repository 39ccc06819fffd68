import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { parse } from 'jsonc-parser';
import { harnesses } from '../../client/connect/harnesses.ts';
import { TestHome, type Ran } from '../support/testHome.ts';
import { cliFile } from '../support/shipped.ts';

const settingsText =
  '{\n  // mine\n  "model": "opus",\n  "hooks": {\n    "PreToolUse": [\n      { "matcher": "Bash", "hooks": [] }, // keep\n    ],\n  },\n}\n';

suite('the shipped command line: connect and disconnect', function () {
  let home: TestHome;
  let userFolder: string;
  let settings: string;

  setup(() => {
    home = new TestHome();
    userFolder = join(home.path, 'user');
    settings = join(userFolder, '.claude/settings.json');
    fs.mkdirSync(join(userFolder, '.claude'), { recursive: true });
    fs.writeFileSync(settings, settingsText);
  });
  teardown(() => home.dispose());

  async function cli(words: readonly string[], typed = ''): Promise<Ran> {
    const { PATH } = process.env;
    const env = { PATH, HOME: userFolder, WATCHSTANDER_HOME: home.path };
    const child = spawn(process.execPath, [cliFile, ...words], { env, cwd: userFolder });
    child.stdin.end(typed);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: child.exitCode ?? (await ended(child)), stdout, stderr };
  }

  test('the change is shown and asked for; no is no, yes writes it, and Disconnect undoes it', async () => {
    for (const typed of ['', 'n\n', 'what?\n']) {
      const refused = await cli(['connect', 'claude-code'], typed);
      assert.equal(refused.code, 1);
      assert.match(refused.stdout, /^--- \/dev\/null\n\+\+\+ .*\.claude\.json\n@@ -0,0 \+1,/);
      assert.match(refused.stdout, /^\+ {8}"matcher": "\*",$/m);
      assert.match(refused.stderr, /Write this\? \[y\/N\] Nothing was written/);
      assert.equal(fs.readFileSync(settings, 'utf8'), settingsText);
    }
    const { code, stdout, stderr } = await cli(['connect', 'claude-code'], 'y\n');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^hook: proven, stopped the test call \(\d+ ms\)$/m);
    assert.match(stdout, /^MCP server: proven, answered as watchstander/m);
    const again = await cli(['connect', 'claude-code']);
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.match(again.stdout, /^Claude Code was connected already/);
    assert.equal((await cli(['disconnect', 'claude-code'], 'y\n')).code, 0);
    assert.equal(fs.readFileSync(settings, 'utf8'), settingsText);
    assert.match((await cli(['disconnect', 'claude-code'])).stdout, /was not connected/);
  });

  test('every program: proven through what was written, and no agent is made by it', async () => {
    for (const { id } of harnesses) {
      const { code, stdout, stderr } = await cli(['connect', id, '--yes']);
      assert.equal(code, 0, `${id}: ${stdout}${stderr}`);
    }
    const { agents } = JSON.parse((await home.cli('agents', '--json')).stdout) as { agents: [] };
    assert.deepEqual(agents, []);
    const doctor = await cli(['doctor']);
    assert.match(doctor.stdout, /Claude Code: Connected for you; its hook stops what it should/);
    assert.match(doctor.stdout, /GitHub Copilot: Connected for you; .* MCP server answers/);
    for (const { id } of harnesses) assert.equal((await cli(['disconnect', id, '--yes'])).code, 0);
    assert.deepEqual(fs.readdirSync(userFolder, { recursive: true }).sort(), [
      '.claude',
      '.claude/settings.json',
    ]);
  });

  test('doctor tells of a launcher that is gone and of entries that are', async () => {
    await cli(['connect', 'gemini', '--yes']);
    const config = join(userFolder, '.gemini/settings.json');
    const written = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, JSON.stringify({ ...(parse(written) as object), hooks: {} }));
    assert.match(
      (await cli(['doctor'])).stdout,
      /warning +Gemini CLI: What Connect wrote is not all/,
    );
    fs.writeFileSync(config, written.replaceAll(home.path, '/nowhere'));
    const { code, stdout } = await cli(['doctor']);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /wrong +Gemini CLI: .*settings\.json names \/nowhere\/bin\/watchstander, which/,
    );
    fs.writeFileSync(config, written);
    const [programs = ''] = fs
      .readdirSync(join(home.path, 'bin'))
      .filter((name) => name.includes('-'));
    fs.writeFileSync(join(home.path, 'bin', programs, 'cli.js'), 'process.exit(3);');
    assert.match((await cli(['doctor'])).stdout, /MCP server did not answer: it ended with code 3/);
    fs.rmSync(join(home.path, 'bin/watchstander'));
    assert.match((await cli(['doctor'])).stdout, /which cannot be started/);
  });

  test('a file that may not be written is told of; wrong words are wrong usage', async () => {
    fs.chmodSync(settings, 0o400);
    const { code, stderr } = await cli(['connect', 'claude-code', '--yes']);
    assert.equal(code, 1);
    assert.match(stderr, /settings\.json is read-only\.\nMake it a file that you may write/);
    for (const words of [
      ['connect'],
      ['connect', 'emacs'],
      ['connect', 'codex', '--scope', 'all'],
    ]) {
      assert.equal((await cli(words)).code, 2, words.join(' '));
    }
  });

  test('the uninstall script takes everything out, also when the chosen home can be none', async () => {
    const script = join(cliFile, '../uninstall.js');
    for (const WATCHSTANDER_HOME of ['', 'relative']) {
      await cli(['connect', 'claude-code', '--yes']);
      await cli(['connect', 'codex', '--yes', '--scope', 'project']);
      const env = { PATH: process.env['PATH'], HOME: userFolder, WATCHSTANDER_HOME };
      const child = spawn(process.execPath, [script], { env, cwd: home.path, stdio: 'inherit' });
      assert.equal(await ended(child), 0);
      assert.equal(fs.readFileSync(settings, 'utf8'), settingsText);
      assert.equal(fs.existsSync(join(userFolder, '.codex/hooks.json')), false);
    }
  });
});

function ended(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code ?? 1));
  });
}
