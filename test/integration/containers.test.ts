import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { homeLayout } from '../../shared/home.ts';
import type { Status } from '../../shared/protocol.ts';
import { notTried } from '../support/notTried.ts';
import { plainCheckIn } from '../support/records.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';

const sidecar = join(import.meta.dirname, '../../dist/sidecar.js');
const inContainer = ['--pid', '--fork', '--kill-child', '--mount-proc'];

/** As a dev container has it: processes of its own numbering, on the same kernel and the same home. */
const canContain =
  process.platform === 'linux' && spawnSync('unshare', [...inContainer, 'true']).status === 0;

suite('a container on the same home', canContain ? containers : notContained);

function notContained(): void {
  notTried('no unshare that may');
}

function containers(this: Mocha.Suite): void {
  let home: TestHome;
  let outer = 0;

  setup(() => {
    home = new TestHome();
  });

  teardown(async () => {
    if (outer !== 0) endOne(outer, 'SIGKILL');
    await home.dispose();
  });

  /** A sidecar that leads the home from within a container. */
  async function leadFromContainer(): Promise<number> {
    const args = [...inContainer, process.execPath, sidecar, '--home', home.path];
    const child = spawn('unshare', args, { stdio: 'ignore', env: home.env });
    outer = child.pid ?? 0;
    await until('its endpoint', () => home.endpoint() !== null);
    const [inner] = readFileSync(`/proc/${outer}/task/${outer}/children`, 'utf8').trim().split(' ');
    return Number(inner);
  }

  test('its sidecar is used, and one from outside leaves it the lead', async () => {
    await leadFromContainer();
    const { epoch } = home.endpoint() ?? {};
    const connection = home.connect('mcp');
    assert.equal((await connection.request('watchstander/checkIn', plainCheckIn)).version, 1);
    const rival = spawn(process.execPath, [sidecar, '--home', home.path], { stdio: 'ignore' });
    assert.deepEqual(await once(rival, 'exit'), [0, null]);
    const { pid, epoch: now } = await connection.request('watchstander/status', {});
    assert.deepEqual([now, pid], [epoch, home.endpoint()?.pid]);
  });

  test('stopped, it cannot be ended from outside: it is replaced, and continued it steps down', async () => {
    const inner = await leadFromContainer();
    const connection = home.connect('mcp');
    await connection.request('watchstander/checkIn', plainCheckIn);
    endOne(inner, 'SIGSTOP');
    const successor = await until('a successor', () => statusOf(connection, 2));
    assert.equal((await connection.request('watchstander/checkIn', plainCheckIn)).version, 2);
    assert.ok(home.processes().includes(inner), 'what is not provably ours is not ended');
    endOne(inner, 'SIGCONT');
    await until('the end of the one that led', () => !home.processes().includes(inner));
    assert.match(home.sidecarLog(), /retires \(fenced\)/);
    const { pid } = await connection.request('watchstander/status', {});
    assert.equal(pid, successor.pid);
    const { points } = await connection.request('watchstander/history', { agent_id: 'a' });
    assert.deepEqual(
      points.map(({ version }) => version),
      [1, 2],
    );
  });
}

/** Null until the sidecar of that epoch answers. */
async function statusOf(connection: SidecarConnection, epoch: number): Promise<Status | null> {
  try {
    const status = await connection.request('watchstander/status', {});
    return status.epoch === epoch ? status : null;
  } catch (error) {
    assert.equal((error as { code?: unknown }).code, 'UNAVAILABLE');
    return null;
  }
}

suite('a shim in a container where nobody collects the dead', canContain ? orphans : notContained);

function orphans(): void {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('hears of a sidecar that ends at its start', async () => {
    const start = join(import.meta.dirname, '../../client/connection/sidecarStart.ts');
    const clock = join(import.meta.dirname, '../../shared/clock.ts');
    const failing = join(home.path, 'failing.cjs');
    writeFileSync(failing, 'process.exit(3);');
    // The first process of a container is the parent of its orphans, and Node does not look after them.
    const first =
      `const { startOfKind } = await import(${JSON.stringify(start)});` +
      `const { systemClock: clock } = await import(${JSON.stringify(clock)});` +
      `const starting = ${JSON.stringify({ home: home.path, sidecar: failing })};` +
      `startOfKind('mcp')({ ...starting, clock }, (end) => console.log(JSON.stringify(end)));`;
    const args = [...inContainer, process.execPath, '--input-type=module', '-e', first];
    const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await text(child.stdout);
    assert.equal((JSON.parse(said) as { isFailure: boolean }).isFailure, true);
  });
}

suite('a home that another machine uses', function () {
  test('is refused with words, and nothing of it is touched', async () => {
    const home = new TestHome();
    try {
      const lock = join(home.path, `${homeLayout.store}.lock`);
      mkdirSync(lock, { recursive: true });
      const there = { machine: 'another', boot: 'its own', namespace: null, pid: 1, started: '1' };
      writeFileSync(join(lock, 'o-theirs'), JSON.stringify(there));
      const asked = home.connect().request('watchstander/status', {});
      await assert.rejects(asked, (error: unknown) => {
        const { message, nextStep } = error as { message: string; nextStep: string };
        assert.match(message, /The store is in use from another machine/);
        assert.match(nextStep, /Set WATCHSTANDER_HOME to a local folder/);
        return true;
      });
      const cli = await home.cli('agents');
      assert.equal(cli.code, 1);
      assert.match(cli.stderr, /in use from another machine.*Set WATCHSTANDER_HOME/s);
      assert.deepEqual(readdirSync(lock), ['o-theirs']);
      rmSync(lock, { recursive: true });
    } finally {
      await home.dispose();
    }
  });
});
