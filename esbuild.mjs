import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import process from 'node:process';
import { collectWords } from './words.mjs';

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const lock = await readFile('package-lock.json');
const fingerprint = createHash('sha256').update(lock).digest('hex').slice(0, 12);

/** Everything a user runs is a CommonJS bundle: VS Code loads it so, and Node starts it fastest. */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Two packages have a build for bundlers beside one that only a module loader can follow.
  mainFields: ['module', 'main'],
  // Stack traces end in the log, and the log is for people.
  minify: false,
  legalComments: 'external',
  logLevel: 'warning',
  define: {
    WATCHSTANDER_VERSION: JSON.stringify(manifest.version),
    WATCHSTANDER_BUILD: JSON.stringify(`${manifest.version}+${fingerprint}`),
    WATCHSTANDER_BUILD_DATE: JSON.stringify(new Date().toISOString().slice(0, 10)),
    'import.meta.dirname': '__dirname',
  },
};

const page = { platform: 'browser', target: 'chrome120', minify: true };

const bundles = [
  { entryPoints: { sidecar: 'server/boot.ts' } },
  // What it is: a function expression, so that all of it is kept as it was compiled. Names stay, for
  // stack traces; without blanks and notes it is read at half the cost.
  {
    entryPoints: { sidecarProgram: 'server/main.ts' },
    minifyWhitespace: !process.argv.includes('--readable'),
    lineLimit: 160,
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
    // `import()` of what Node has built in becomes `require`, later: there is no other where it runs.
    supported: { 'dynamic-import': false },
    // The lock brings its own operations, and what it would use without takes long to evaluate.
    alias: { 'graceful-fs': 'node:fs' },
  },
  // Names stay, for stack traces; without the blanks a fifth of the download is saved.
  {
    entryPoints: { cli: 'client/cli/main.ts' },
    banner: { js: '#!/usr/bin/env node' },
    minifyWhitespace: true,
  },
  // Started twice for every tool call of every agent: small, and without the packages of the others.
  { entryPoints: { hook: 'client/hook/main.ts' }, minify: true, treeShaking: true },
  // Editors run it when the extension is gone (`vscode:uninstall`).
  { entryPoints: { uninstall: 'client/connect/main.ts' } },
  // The thin part activates; the language client is loaded after activation has returned.
  {
    entryPoints: { extension: 'client/editor/extension.ts' },
    external: ['vscode', './lateWindow.js'],
    // `import()` becomes `require`: only that is sure to give both halves the same `vscode`.
    supported: { 'dynamic-import': false },
  },
  // Every window loads it, and most of it is the language client.
  {
    entryPoints: { lateWindow: 'client/editor/lateWindow.ts' },
    external: ['vscode', './connectAgent.js', './dashboardPanel.js'],
    supported: { 'dynamic-import': false },
    minify: true,
  },
  // Few windows need it.
  { entryPoints: { connectAgent: 'client/editor/connect/connectAgent.ts' }, external: ['vscode'] },
  {
    entryPoints: { dashboardPanel: 'client/editor/dashboard/dashboardPanel.ts' },
    external: ['vscode'],
    minify: true,
  },
  // The page of the dashboard runs in a browser; its styles are a file beside it.
  { ...page, entryPoints: { dashboard: 'client/dashboard/main.ts' }, format: 'iife' },
  { ...page, entryPoints: { dashboard: 'client/dashboard/style.css' } },
];

const made = `dist/made-${process.pid}`;
const stage = `dist/stage-${process.pid}`;

endInOrder();
await mkdir('dist', { recursive: true });
await sweep();
await makeBundles();
if (process.argv.includes('--package')) await makeVsix();

/** However it ends, and Ctrl-C is one way: nothing half made is left. */
function endInOrder() {
  process.on('exit', () => {
    for (const path of [made, stage, `${stage}.vsix`]) {
      // A file that is being written at this moment may appear in a folder that is being removed.
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

/** What builds left that were killed; one of them may have had the number that is ours now. */
async function sweep() {
  for (const name of await readdir('dist')) {
    const pid = /^(?:made|stage)-(\d+)(?:\.vsix)?$/.exec(name)?.[1];
    if (pid === undefined || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
    await rm(`dist/${name}`, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's.
    return error.code === 'EPERM';
  }
}

/** Each appears whole: what is there already may be started at this moment, by a test or an agent. */
async function makeBundles() {
  await mkdir(made);
  await writeFile(`${made}/package.json`, '{ "type": "commonjs" }\n');
  await Promise.all(bundles.map(makeBundle));
  for (const name of await readdir(made)) await rename(`${made}/${name}`, `dist/${name}`);
}

/** Written here: the process of esbuild would go on writing when this one has cleared up and ended. */
async function makeBundle(bundle) {
  const { outputFiles } = await build({ ...shared, ...bundle, outdir: made, write: false });
  await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
}

/**
 * The VSIX is made from a folder that holds what users get and nothing else, so no list of what to
 * leave out can go stale. It appears whole: a test run may install the last one at this moment.
 */
async function makeVsix() {
  await fillStage();
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({
    cwd: stage,
    packagePath: `${stage}.vsix`,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  await rename(`${stage}.vsix`, 'dist/watchstander.vsix');
}

async function fillStage() {
  await mkdir(`${stage}/dist`, { recursive: true });
  await mkdir(`${stage}/l10n`);
  const built = (await readdir('dist')).filter((name) =>
    /\.(js|css)$|\.LEGAL\.txt$|^package\.json$/.test(name),
  );
  const texts = ['CHANGELOG.md', 'LICENSE', 'package.nls.json'];
  // Pictures that only documents of the checkout show are not for users.
  const media = new Set(JSON.stringify(manifest).match(/media\/[\w./-]+/g));
  await Promise.all([
    ...built.map((name) => cp(`dist/${name}`, `${stage}/dist/${name}`)),
    ...[...texts, ...media].map((name) => cp(name, `${stage}/${name}`)),
    writeFile(`${stage}/README.md`, await readmeOfPage()),
    writeFile(
      `${stage}/l10n/bundle.l10n.json`,
      `${JSON.stringify(wordsByThemselves(), null, 2)}\n`,
    ),
    writeFile(`${stage}/package.json`, `${JSON.stringify(userManifest(), null, 2)}\n`),
  ]);
}

/**
 * The page of an extension in VS Code shows pictures of https addresses alone, neither files of the
 * extension nor data in the text, and opens no file of the checkout. So there are no pictures, what
 * leads to files is plain words, and how to build it is for those who have the checkout.
 */
async function readmeOfPage() {
  const text = await readFile('README.md', 'utf8');
  return text
    .replace(/<!-- checkout -->.*?<!-- \/checkout -->\n\n/gs, '')
    .replace(/^!\[[^\]]*\]\([^)]*\)\n\n/gm, '')
    .replace(/\[([^\]]+)\]\((?!https:|#)[^)]*\)/g, '$1');
}

/** What translators begin with: each text stands for itself. Made here, it cannot go stale. */
function wordsByThemselves() {
  return Object.fromEntries(collectWords('.').texts.map((text) => [text, text]));
}

/** What is bundled needs no installation, and the bundles are CommonJS. */
function userManifest() {
  const { type, private: isPrivate, scripts, bin, allowScripts, ...rest } = manifest;
  const { dependencies, devDependencies, overrides, knip, ...kept } = rest;
  const uninstall = 'node ./dist/uninstall.js';
  return { ...kept, scripts: { 'vscode:uninstall': uninstall }, files: ['**'] };
}
