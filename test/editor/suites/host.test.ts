import { existsSync } from 'node:fs';
import assert from 'node:assert/strict';
import { kilobytesOf, mostKilobytes } from '../../bench/benches/sizes.ts';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { editorSuites, runSuite, watchstanderVsix } from '../../support/vscode/suite.ts';

/** Suites that run one after the other in one window and home: the first finds it as it is at first. */
const windows = [
  ['fleet', 'documents', 'commands', 'demo'],
  ['models', 'lostRow', 'sidecarLoss', 'policy'],
];

/** The `*.suite.ts` files: they run where the extension runs. */
suite('in the extension host, with the VSIX installed', function () {
  let server: VscodeServer | null = null;

  suiteSetup(() => assert.ok(existsSync(watchstanderVsix), 'first: npm run package'));

  teardown(() => server?.stop());

  for (const names of windows) {
    test(names.join(', '), async () => {
      const all = await editorSuites();
      const files = names.flatMap((name) =>
        all.filter((file) => file.endsWith(`/${name}.suite.ts`)),
      );
      server = await startServer({ vsix: [watchstanderVsix], smokeTestDriver: 'on' });
      assert.ok((await runSuite(server, { files })) > 0);
    });
  }

  for (const [name, most] of Object.entries(mostKilobytes)) {
    test(`${name} has at most ${most} kB`, () => {
      const kilobytes = kilobytesOf(name);
      assert.ok(kilobytes > 0 && kilobytes <= most, `${kilobytes} kB`);
    });
  }

  test('no suite is forgotten', async () => {
    assert.equal((await editorSuites()).length, windows.flat().length);
  });
});
