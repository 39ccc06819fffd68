import { existsSync } from 'node:fs';
import assert from 'node:assert/strict';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { editorSuites, runSuite, watchstanderVsix } from '../../support/vscode/suite.ts';

/** The `*.suite.ts` files, each in a home of its own: they run where the extension runs. */
suite('in the extension host, with the VSIX installed', function () {
  this.timeout(180_000);
  let server: VscodeServer | null = null;

  suiteSetup(() => assert.ok(existsSync(watchstanderVsix), 'first: npm run package'));

  teardown(() => server?.stop());

  for (const name of ['fleet', 'models', 'policy', 'sidecarLoss']) {
    test(name, async () => {
      const files = (await editorSuites()).filter((file) => file.endsWith(`/${name}.suite.ts`));
      server = await startServer({ vsix: [watchstanderVsix], smokeTestDriver: 'on' });
      assert.ok((await runSuite(server, { files })) > 0);
    });
  }

  test('no suite is forgotten', async () => {
    assert.equal((await editorSuites()).length, 4);
  });
});
