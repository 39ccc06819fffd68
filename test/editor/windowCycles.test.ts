import assert from 'node:assert/strict';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { cycleFactor, footprintOf, type Footprint } from '../support/footprint.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { processesNaming } from '../support/vscode/processes.ts';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { watchstanderVsix } from '../support/vscode/suite.ts';

/** Windows of a real VS Code come and go; what is there afterwards is what was there before. */
suite('windows that come and go', function () {
  this.timeout(300_000 + cycleFactor * 20_000);
  let home: TestHome;
  let server: VscodeServer;
  let connection: SidecarConnection;

  suiteSetup(async () => {
    home = new TestHome();
    server = await startServer({ home: home.path, vsix: [watchstanderVsix] });
    connection = home.connect();
    // What the first one brings stays: code that is read when it is needed.
    await windowCycle();
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  async function windowSessions(): Promise<number> {
    const { sessions } = await connection.request('watchstander/status', {});
    return sessions.filter(({ kind }) => kind === 'window').length;
  }

  async function windowCycle(): Promise<void> {
    const window = await server.openWindow();
    await until('its session', async () => (await windowSessions()) === 1);
    await window.close();
    await until('its end', async () => (await windowSessions()) === 0);
  }

  /** The processes of the VS Code server are its own business, as long as they do not get more. */
  async function footprint(): Promise<Footprint> {
    const now = footprintOf(home, await connection.request('watchstander/status', {}));
    const editors = processesNaming(server.root);
    return { ...now, processes: now.processes.filter((pid) => !editors.includes(pid)) };
  }

  test(`${cycleFactor} windows leave nothing behind`, async () => {
    // The one that came and went before may still be ending.
    const before = await until('the sidecar alone', async () => {
      const now = await footprint();
      return now.processes.length === 1 && now.sessions === 1 && now;
    });
    const editors = processesNaming(server.root).length;
    for (let turn = 0; turn < cycleFactor; turn += 1) await windowCycle();
    await until('no more extension hosts', () => processesNaming(server.root).length <= editors);
    const isSame = async (): Promise<boolean> => isDeepStrictEqual(await footprint(), before);
    // What differs says more than that something does.
    await until('the same as before', isSame).catch(async () => {
      assert.deepEqual(await footprint(), before);
    });
    const { processes, sockets, descriptors, files } = before;
    process.stdout.write(
      `    ${cycleFactor} windows: ${processes.length} process, ${sockets} sockets, ` +
        `${descriptors} descriptors, ${files.length} files before and after\n`,
    );
  });
});
