// Entry: node test/editor/runInHost.ts [--vsix file] [suite files]
// Runs *.suite.ts files (by default all of test/editor/suites) inside the extension host of a real VS Code
// in which a VSIX (by default dist/watchstander.vsix) is installed. Exit code 0 when all passed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../support/vscode/server.ts';
import { editorSuites, runSuite, watchstanderVsix } from '../support/vscode/suite.ts';

const { values, positionals } = parseArgs({
  options: { vsix: { type: 'string', default: watchstanderVsix } },
  allowPositionals: true,
});

async function main(): Promise<void> {
  if (!existsSync(values.vsix)) throw new Error(`${values.vsix} is missing: "npm run package"`);
  const files = positionals.map((file) => path.resolve(file));
  const server = await startServer({ vsix: [path.resolve(values.vsix)], smokeTestDriver: 'on' });
  try {
    const passed = await runSuite(server, {
      files: files.length > 0 ? files : await editorSuites(),
      limitMs: 300_000,
    });
    process.stdout.write(`${passed} passed in the extension host\n`);
  } finally {
    await server.stop();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
