import assert from 'node:assert/strict';
import process from 'node:process';
import { TestHome } from '../support/testHome.ts';

/** The one that a user has, which may be older than the one that tests run with. */
const usersNode = process.env['npm_node_execpath'] ?? process.execPath;

suite('the Node that runs npm', () => {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('starts a sidecar, which says nothing of options that it does not know', async () => {
    assert.equal((await home.cliIn(usersNode, 'start')).code, 0);
    const { pid } = await home.running();
    assert.ok(home.processes().includes(pid));
    const foreign = home
      .sidecarLog()
      .split('\n')
      .filter((line) => !/^\d{4}-/.test(line) && line !== '');
    assert.deepEqual(foreign, []);
  });
});
