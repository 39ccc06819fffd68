import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { homeLayout } from '../../shared/home.ts';
import { cycleFactor, footprintOf, type Footprint } from '../support/footprint.ts';
import { TestHome } from '../support/testHome.ts';
import { TestWindow } from '../support/testWindow.ts';
import { until } from '../support/until.ts';
import { initialize } from '../support/mcpClient.ts';
import { cliFile } from '../support/shipped.ts';

const commands = [['agents', '--json'], ['processes'], ['history', 'a', '--json'], ['alerts']];

/** Clients come and go, in order and not; what is there afterwards is what was there before. */
suite('clients that come and go', function () {
  this.timeout(300_000 + cycleFactor * 60_000);
  let home: TestHome;
  let connection: SidecarConnection;

  suiteSetup(async () => {
    home = new TestHome();
    connection = home.connect();
    await connection.request('watchstander/checkIn', {
      agent_id: 'a',
      parameters: [],
      ethical_drift: [],
      text: { code_points: 0, keyword_hits: 0 },
      complexity: 0.5,
    });
    // What the first of each kind brings stays: code that is read when it is needed.
    await cycle(0);
    await windowCycle();
  });

  suiteTeardown(() => home.dispose());

  async function footprint(): Promise<Footprint> {
    return footprintOf(home, await connection.request('watchstander/status', {}));
  }

  /** Once those that are on their way out have gone. */
  async function settled(): Promise<Footprint> {
    return until('one session and one process', async () => {
      const now = await footprint();
      const records = now.files.filter((name) => /[0-9a-f]{16}\.json$/.test(name));
      // What it compiled is kept some seconds after its start, once.
      const isKept = now.files.includes(homeLayout.cache);
      const isAlone = now.sessions === 1 && now.processes.length === 1 && records.length === 1;
      return isAlone && isKept && now;
    });
  }

  async function shimCycle(turn: number): Promise<void> {
    const shim = spawn(process.execPath, [cliFile, 'mcp'], {
      env: home.env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const exit = once(shim, 'exit');
    shim.stdin.write(`${JSON.stringify(initialize)}\n`);
    await once(shim.stdout, 'data');
    if (turn % 3 === 0) shim.stdin.end();
    else shim.kill(turn % 3 === 1 ? 'SIGTERM' : 'SIGKILL');
    await exit;
  }

  async function cycle(turn: number): Promise<void> {
    const words = commands[turn % commands.length] ?? [];
    const [, { code }] = await Promise.all([shimCycle(turn), home.cli(...words)]);
    assert.equal(code, 0);
  }

  async function windowCycle(): Promise<void> {
    const window = await TestWindow.open(home);
    await window.request('watchstander/fleet', {});
    window.close();
  }

  async function assertNothingLeft(what: string, run: () => Promise<void>): Promise<void> {
    const before = await settled();
    const rssBytes = (await connection.request('watchstander/status', {})).rss_bytes;
    await run();
    await settled();
    const isSame = async (): Promise<boolean> => isDeepStrictEqual(await footprint(), before);
    // What differs says more than that something does.
    await until('the same as before', isSame).catch(async () => {
      assert.deepEqual(await footprint(), before);
    });
    const { rss_bytes } = await connection.request('watchstander/status', {});
    const [fromMb, toMb] = [rssBytes, rss_bytes].map((bytes) => Math.round(bytes / 1e6));
    const { processes, sockets, descriptors, files } = before;
    process.stdout.write(
      `    ${what}: ${processes.length} process, ${sockets} sockets, ${descriptors} descriptors, ` +
        `${files.length} files before and after; memory ${fromMb} MB, then ${toMb} MB\n`,
    );
  }

  const cycles = 10 * cycleFactor;
  test(`${2 * cycles} cycles of shims and command lines leave nothing behind`, async () => {
    await assertNothingLeft(`${cycles} shims, ${cycles} command lines`, async () => {
      for (let turn = 0; turn < cycles; turn += 1) await cycle(turn);
    });
  });

  test(`${5 * cycleFactor} sessions of windows leave nothing behind`, async () => {
    await assertNothingLeft(`${5 * cycleFactor} window sessions`, async () => {
      for (let turn = 0; turn < 5 * cycleFactor; turn += 1) await windowCycle();
    });
  });
});
