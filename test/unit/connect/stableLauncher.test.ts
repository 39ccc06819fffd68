import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { launcherFile } from '../../../client/connect/place.ts';
import { launcherScript } from '../../../client/connect/launcherScript.ts';
import { pointLauncher, repointLauncher } from '../../../client/connect/stableLauncher.ts';
import { homeLayout } from '../../../shared/home.ts';
import { ScratchPlace } from './scratchPlace.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

suite('the launcher that configurations name', () => {
  let place: ScratchPlace;
  let dist: string;

  setup(() => {
    place = new ScratchPlace();
    dist = join(place.root, 'extensions/watchstander-0.1.0/dist');
    fs.mkdirSync(dist, { recursive: true });
    fs.mkdirSync(join(place.home, homeLayout.log));
    writePrograms('0.1.0');
  });
  teardown(() => place.dispose());

  function writePrograms(version: string): void {
    for (const name of ['cli', 'hook', 'sidecar', 'sidecarProgram']) {
      const told = `['${name} ${version}', process.env.WATCHSTANDER_HOME, ...process.argv.slice(2)]`;
      fs.writeFileSync(join(dist, `${name}.js`), `console.log(JSON.stringify(${told}));\n`);
    }
    fs.writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  }

  const target = (runtime = process.execPath): Parameters<typeof pointLauncher>[0] => {
    return { home: place.home, platform: place.platform, dist, runtime };
  };

  function run(args: readonly string[], PATH = '/usr/bin:/bin'): Promise<Ran> {
    return new Promise((resolve) => {
      const env = { PATH, HOME: place.userFolder };
      execFile(launcherFile(place), [...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }

  const told = ({ stdout }: Ran): unknown => JSON.parse(stdout);

  test('it starts the command line and the hook of its home, words as they are', async () => {
    await pointLauncher(target());
    assert.deepEqual(told(await run(['mcp', 'a b', '$x'])), [
      'cli 0.1.0',
      place.home,
      'mcp',
      'a b',
      '$x',
    ]);
    assert.deepEqual(told(await run(['hook', 'codex', 'Stop'])), [
      'hook 0.1.0',
      place.home,
      'codex',
      'Stop',
    ]);
  });

  test('it outlives the folder of the extension, and is pointed anew at the next start', async () => {
    await pointLauncher(target());
    fs.rmSync(join(place.root, 'extensions'), { recursive: true });
    assert.deepEqual(told(await run(['hook', 'x'])), ['hook 0.1.0', place.home, 'x']);
    dist = join(place.root, 'extensions/watchstander-0.2.0/dist');
    fs.mkdirSync(dist, { recursive: true });
    writePrograms('0.2.0');
    await repointLauncher(target());
    assert.deepEqual(told(await run(['hook', 'x'])), ['hook 0.2.0', place.home, 'x']);
  });

  test('where nothing was connected, a start makes none', async () => {
    await repointLauncher(target());
    assert.equal(fs.existsSync(join(place.home, homeLayout.bin)), false);
  });

  test('copies do not pile up; one of before stays for those who are starting it', async () => {
    for (const version of ['1', '2', '3', '4']) {
      writePrograms(version);
      await pointLauncher(target());
    }
    const kept = fs.readdirSync(join(place.home, homeLayout.bin)).sort();
    assert.deepEqual(
      kept.map((name) => name.slice(0, 8)),
      ['programs', 'programs', 'watchsta'],
    );
    await Promise.all([1, 2, 3].map(() => pointLauncher(target())));
    assert.deepEqual(told(await run(['x'])), ['cli 4', place.home, 'x']);
  });

  test('a copy that somebody damaged is made again', async () => {
    await pointLauncher(target());
    const bin = join(place.home, homeLayout.bin);
    const folder = fs.readdirSync(bin).find((name) => name.startsWith('programs')) ?? '';
    fs.rmSync(join(bin, folder, 'hook.js'));
    await pointLauncher(target());
    assert.deepEqual(told(await run(['hook'])), ['hook 0.1.0', place.home]);
  });

  test('without the recorded runtime it takes node from PATH', async () => {
    await pointLauncher(target(join(place.root, 'gone/node')));
    const folder = join(place.root, 'path');
    fs.mkdirSync(folder);
    fs.symlinkSync(process.execPath, join(folder, 'node'));
    assert.deepEqual(told(await run(['hook'], `${folder}:/usr/bin:/bin`)), [
      'hook 0.1.0',
      place.home,
    ]);
  });

  test('without any, hooks let the program go on and leave a line; commands say what is missing', async () => {
    await pointLauncher(target(join(place.root, 'gone/node')));
    const empty = join(place.root, 'path');
    fs.mkdirSync(empty);
    for (const tool of ['date']) fs.symlinkSync(`/bin/${tool}`, join(empty, tool));
    assert.deepEqual(await run(['hook', 'copilot', 'preToolUse'], empty), {
      code: 0,
      stdout: '',
      stderr: '',
    });
    const log = fs.readFileSync(join(place.home, homeLayout.hookLog), 'utf8');
    assert.match(log, /^\S+Z copilot preToolUse: neither .* can run; goes on\n$/);
    const { code, stderr } = await run(['status'], empty);
    assert.equal(code, 1);
    assert.match(stderr, /^watchstander: neither .*Install|install Node\.js/);
  });
});

suite('the launcher for Windows', () => {
  test('it is a batch file, with Windows line breaks', () => {
    const home = 'C:\\Users\\a b\\100%';
    const script = {
      home,
      platform: 'win32',
      runtime: 'C:\\n.exe',
      programs: `${home}\\p`,
    } as const;
    const text = launcherScript(script);
    assert.match(text, /^@echo off\r\n/);
    assert.ok(text.includes('set "WATCHSTANDER_HOME=C:\\Users\\a b\\100%%"'));
    assert.ok(text.split('\r\n').every((line) => !line.includes('\n')));
  });
});
