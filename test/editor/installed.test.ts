import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { editorSuites, runSuite, watchstanderVsix } from '../support/vscode/suite.ts';

suite('the installed extension, from inside its extension host', function () {
  this.timeout(300_000);
  let server: VscodeServer;

  suiteSetup(async () => {
    assert.ok(existsSync(watchstanderVsix), 'run "npm run package" first');
    server = await startServer({ vsix: [watchstanderVsix], smokeTestDriver: 'on' });
  });

  suiteTeardown(() => server.stop());

  test('every suite passes', async () => {
    await runSuite(server, { files: await editorSuites(), limitMs: 240_000 });
  });
});
