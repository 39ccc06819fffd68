import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { protocolVersion } from '../../../shared/protocol.ts';
import { speakProtocol } from '../../support/otherProtocol.ts';
import { TestHome } from '../../support/testHome.ts';
import { openView, quiet, report, start, statusSays } from './screen.ts';

const newer = { major: protocolVersion.major + 1, minor: 0 };

suite('an update reaches one window before the other', function () {
  test('the updated one takes over without a word; the other one says what to do, and that helps', async () => {
    const home = new TestHome(quiet);
    const server = await start(home);
    try {
      const agent = home.connect('mcp');
      await report(agent, 'planner', 0);
      agent.dispose();
      const older = await openView(server);
      const updated = await openView(server);
      for (const window of [older, updated]) await window.treeItem(/^planner, Healthy/).waitFor();

      const [dist = ''] = globSync(
        join(server.root, 'data/extensions/watchstander.watchstander-*/dist'),
      );
      speakProtocol(dist, newer);
      await updated.reload();
      await statusSays(updated, /^Watchstander, 1 healthy$/);
      await updated.treeItem(/^planner, Healthy/).waitFor();
      await updated.screenshot('handover-updated');

      await statusSays(
        older,
        /^Watchstander, Watchstander failed, The Watchstander extension in this window is older than the sidecar/,
      );
      await older.treeItem(/^planner, Healthy, last known/).waitFor();
      await older.page
        .getByText(/Update the extension in this editor, or reload/)
        .first()
        .waitFor();
      await older.screenshot('handover-older');
      assert.deepEqual([...(await older.toasts()), ...(await updated.toasts())], []);

      await older.reload();
      await older.treeItem(/^planner, Healthy, (?!last known)/).waitFor();
      assert.deepEqual([...(await older.toasts()), ...(await updated.toasts())], []);
    } finally {
      await server.stop();
      await home.dispose();
    }
  });
});
