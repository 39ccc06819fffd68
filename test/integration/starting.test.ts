import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ConnectionState, SidecarConnection } from '../../client/connection/types.ts';
import { StartTurn } from '../../client/connection/startTurn.ts';
import { systemClock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';

const realSidecar = join(import.meta.dirname, '../../dist/sidecar.js');

suite('who starts a sidecar', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  /** A sidecar that does something of its own first. */
  function sidecarThat(does: string): string {
    const file = join(home.path, 'sidecar.cjs');
    writeFileSync(file, `${does}\nrequire(${JSON.stringify(realSidecar)});\n`);
    return file;
  }

  /** A sidecar that counts its starts, and how often it has been started. */
  function countingSidecar(): { file: string; starts: () => number } {
    const list = join(home.path, 'starts');
    writeFileSync(list, '');
    const file = sidecarThat(`require('node:fs').appendFileSync(${JSON.stringify(list)}, '.')`);
    return { file, starts: () => readFileSync(list, 'utf8').length };
  }

  async function failed(connection: SidecarConnection): Promise<ConnectionState> {
    return until('the end of its patience', () => {
      const { state } = connection;
      return state.kind === 'failed' && state;
    });
  }

  test('eight clients lose one at the same moment: one of them starts one', async () => {
    const { file, starts } = countingSidecar();
    const clients = Array.from({ length: 8 }, () => home.connectAs({ sidecar: file }));
    const askAll = async (): Promise<number> => {
      const all = clients.map((client) => client.request('watchstander/status', {}));
      const pids = new Set((await Promise.all(all)).map(({ pid }) => pid));
      assert.equal(pids.size, 1);
      return [...pids][0] ?? 0;
    };
    const before = { pid: await askAll(), starts: starts() };
    endOne(before.pid, 'SIGKILL');
    assert.notEqual(await askAll(), before.pid);
    // On a machine so slow that a start takes longer than the others' patience, one more each time.
    assert.ok(starts() - before.starts <= 3, `${starts() - before.starts} starts`);
  });

  test('the mark of a client that died before it could start one costs a wait, no more', async () => {
    mkdirSync(join(home.path, homeLayout.run), { recursive: true });
    writeFileSync(join(home.path, homeLayout.starting), '');
    assert.equal((await home.connect().request('watchstander/status', {})).agents.total, 0);
    assert.throws(() => readFileSync(join(home.path, homeLayout.starting)), { code: 'ENOENT' });
  });

  test('one that always crashes is started five times; then a person is told', async () => {
    const { file, starts } = countingSidecar();
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0] ?? ''}\nprocess.exit(3);\n`);
    const connection = home.connectAs({ sidecar: file });
    const asked = connection.request('watchstander/status', {});
    await assert.rejects(asked, (error: unknown) => {
      const { message, nextStep } = error as { message: string; nextStep: string };
      assert.equal(message, 'The sidecar ended 5 times in a row before it could answer.');
      assert.match(nextStep, /^Look at .*sidecar\.log, correct what it names, then retry\.$/);
      return true;
    });
    await failed(connection);
    assert.equal(starts(), 5);
  });

  test('one that was answered is never given up: killed eight times in a row', async () => {
    const connection = home.connect('mcp');
    for (let kill = 0; kill < 8; kill += 1) {
      const { pid } = await connection.request('watchstander/status', {});
      endOne(pid, 'SIGKILL');
    }
    await connection.request('watchstander/status', {});
  });

  test('what keeps it from starting is what the person reads', async () => {
    writeFileSync(join(home.path, homeLayout.store), 'a file where a folder has to be');
    const state = await failed(home.connect());
    assert.ok(state.kind === 'failed');
    assert.match(state.message, /^The sidecar ended 5 times in a row .*: .*(EEXIST|ENOTDIR)/);
    rmSync(join(home.path, homeLayout.store));
    await home.connect().request('watchstander/status', {});
  });

  /** Null until all of it has its name. */
  function keptProgram(): string | null {
    const cache = join(home.path, homeLayout.cache);
    const names = existsSync(cache) ? readdirSync(cache) : [];
    const file = join(cache, names.find((name) => !/\.\d{6,}$/.test(name)) ?? '');
    return names.length === 1 && statSync(file).size > 100_000 ? file : null;
  }

  test('a sidecar is kept as it was compiled; damage to that costs time and nothing else', async () => {
    const client = home.connect();
    const { pid } = await client.request('watchstander/status', {});
    const file = await until('the program as it was compiled', keptProgram);
    writeFileSync(file, 'damaged');
    endOne(pid, 'SIGKILL');
    assert.notEqual((await client.request('watchstander/status', {})).pid, pid);
    assert.equal(await until('the program, compiled anew', keptProgram), file);
  });
});

suite('a home that cannot be written', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('it is named, with how to choose another', async () => {
    const file = join(home.path, 'file');
    writeFileSync(file, '');
    for (const under of [file, join(file, 'home')]) {
      const unusable = {
        code: 'UNAVAILABLE',
        message: `The home ${under} cannot be written (ENOTDIR).`,
        nextStep: /^Make it writable, .* the setting watchstander\.home or WATCHSTANDER_HOME\.$/,
      };
      for (const kind of ['cli', 'mcp'] as const) {
        const connection = home.connectAs({ home: under, kind });
        await assert.rejects(connection.request('watchstander/status', {}), unusable);
        assert.deepEqual(connection.state, { kind: 'failed', message: unusable.message });
      }
      assert.throws(() => new StartTurn(under, systemClock).take(), unusable);
    }
    const none = home.connectAs({ home: file, start: 'never' });
    await assert.rejects(none.request('watchstander/status', {}), /No sidecar is running/);
  });

  test('the same where only its log cannot be', async () => {
    writeFileSync(join(home.path, homeLayout.log), 'a file where a folder has to be');
    const asked = home.connect().request('watchstander/status', {});
    await assert.rejects(asked, /The home .* cannot be written \((EEXIST|ENOTDIR)\)\./);
  });
});
