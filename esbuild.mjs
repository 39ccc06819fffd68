import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const lock = await readFile('package-lock.json');
const fingerprint = createHash('sha256').update(lock).digest('hex').slice(0, 12);

/** Everything a user runs is a CommonJS bundle: VS Code loads it so, and Node starts it fastest. */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'external',
  logLevel: 'warning',
  define: {
    WATCHSTANDER_VERSION: JSON.stringify(manifest.version),
    WATCHSTANDER_BUILD: JSON.stringify(`${manifest.version}+${fingerprint}`),
    'import.meta.dirname': '__dirname',
  },
};

const bundles = [
  { entryPoints: { sidecar: 'server/main.ts' } },
  { entryPoints: { cli: 'client/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  // The thin part activates; the language client is loaded after activation has returned.
  {
    entryPoints: { extension: 'client/editor/extension.ts' },
    external: ['vscode', './lateWindow.js'],
  },
  { entryPoints: { lateWindow: 'client/editor/lateWindow.ts' }, external: ['vscode'] },
];

await mkdir('dist', { recursive: true });
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
await Promise.all(bundles.map((bundle) => build({ ...shared, ...bundle, outdir: 'dist' })));
