import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../support/vscode/asset.ts';
import { processesNaming } from '../support/vscode/processes.ts';
import { until } from '../support/until.ts';

const entry = path.join(import.meta.dirname, 'main.ts');

/** What a build in one of these processes has not finished, or left. */
function halfMadeBy(pids: ReadonlySet<number>): string[] {
  const names = readdirSync(path.join(repositoryRoot, 'dist'));
  return names.filter((name) => pids.has(Number(/^(?:made|stage)-(\d+)/.exec(name)?.[1])));
}

suite('npm start', function () {
  let temporary = '';

  setup(() => {
    temporary = mkdtempSync(path.join(tmpdir(), 'start-'));
  });

  /** Everything it makes and starts has the temporary folder in its name or environment. */
  teardown(() => {
    assert.deepEqual(processesNaming(temporary), []);
    assert.deepEqual(readdirSync(temporary), []);
    rmSync(temporary, { recursive: true });
  });

  /** As the leader of a process group, the way a terminal starts it. Without a display. */
  function start(...words: string[]): { demo: ChildProcess; output: () => string } {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    const demo = spawn(process.execPath, [entry, ...words], {
      cwd: repositoryRoot,
      env: { ...env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let said = '';
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    return { demo, output: () => said };
  }

  /** As a terminal does: all of the group at once. */
  async function interrupt(demo: ChildProcess, output: () => string): Promise<void> {
    assert.ok(demo.pid !== undefined);
    process.kill(-demo.pid, 'SIGINT');
    const [code] = (await once(demo, 'close')) as [number | null];
    assert.match(output(), /nothing is left running/);
    assert.equal(code, 0, output());
  }

  test('--check sees the fleet on the screen and keeps a picture of it', async () => {
    const picture = path.join(repositoryRoot, 'test-results/start.png');
    const beforeMs = Date.now();
    const { demo, output } = start('--check');
    const [code] = (await once(demo, 'close')) as [number | null];
    assert.equal(code, 0, output());
    assert.ok(statSync(picture).mtimeMs >= beforeMs);
  });

  for (const half of ['made', 'stage'] as const) {
    test(`Ctrl-C while it packages, a ${half} folder half made, ends everything`, async () => {
      const { demo, output } = start();
      const pids = new Set<number>();
      await until('the build to be half done', () => {
        assert.equal(demo.exitCode, null, output());
        for (const pid of processesNaming(temporary)) pids.add(pid);
        return halfMadeBy(pids).some((name) => name.startsWith(half));
      });
      await interrupt(demo, output);
      assert.deepEqual(halfMadeBy(pids), []);
    });
  }

  for (const [when, words, ...options] of [
    ['while the fleet is opened', /steady-docs/, '--packaged'],
    ['while the server starts', /paused-release/, '--packaged'],
    ['when all is up', /open http/],
  ] as const) {
    test(`Ctrl-C ${when} ends everything`, async () => {
      const { demo, output } = start(...options);
      const saysSo = (): boolean => {
        assert.equal(demo.exitCode, null, output());
        return words.test(output());
      };
      await until(`it to say ${String(words)}`, saysSo);
      await interrupt(demo, output);
    });
  }
});
