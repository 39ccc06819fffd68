import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { asset, repositoryRoot } from './asset.ts';
import { run, unpackPackage } from './npm.ts';

const packageFolder = path.join(repositoryRoot, 'node_modules', '@sparticuz', 'chromium');
const fontsPackage = 'dejavu-fonts-ttf@2.37.3';

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/**
 * The same browser on every machine: the one unpacked from the npm package, with its own libraries
 * and fonts, so that nothing of the system is used and screenshots look alike. A headless browser
 * that cannot reach the outside world is the point, so no proxy is taken over either. `home` is where
 * it may write.
 */
export async function launchBrowser(home: string): Promise<Browser> {
  const { folder, dejavu } = await browserAssets();
  const options: LaunchOptions = {
    executablePath: path.join(folder, 'chromium'),
    args: switches,
    env: {
      HOME: home,
      PATH: process.env['PATH'] ?? '',
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
      FONTCONFIG_FILE: await fontConfiguration(folder, dejavu),
    },
  };
  try {
    return await chromium.launch(options);
  } catch (error) {
    // The browser's own fault (seen: a thread of its pool, in libc): it ended before it was up.
    if (!String(error).includes('SIGSEGV')) throw error;
    process.stderr.write('  [vscode] the browser crashed at its start; it is started again\n');
    return chromium.launch(options);
  }
}

/** The browser and the fonts that it lacks. */
export async function browserAssets(): Promise<{ folder: string; dejavu: string }> {
  return { folder: await chromiumFolder(), dejavu: await dejavuFolder() };
}

/** Brotli files of the package, unpacked here: the package's own unpacking shares one folder in /tmp. */
function chromiumFolder(): Promise<string> {
  return asset(`chromium-${chromiumVersion()}`, async (folder) => {
    await unpackBrotli('chromium', path.join(folder, 'chromium'));
    for (const name of ['al2023', 'swiftshader', 'fonts']) {
      const archive = path.join(folder, `${name}.tar`);
      await unpackBrotli(`${name}.tar`, archive);
      await run(folder, 'tar', ['-xf', archive, '--no-same-owner']);
      await rm(archive);
    }
  });
}

function chromiumVersion(): string {
  const manifest = readFileSync(path.join(packageFolder, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function unpackBrotli(name: string, target: string): Promise<void> {
  await pipeline(
    createReadStream(path.join(packageFolder, 'bin', `${name}.br`)),
    createBrotliDecompress(),
    createWriteStream(target, { mode: 0o755 }),
  );
}

/**
 * The browser package has Open Sans only: no fixed-width font and no block or arrow characters. The
 * DejaVu fonts have both; with our own configuration no font of the system can change a picture.
 */
async function fontConfiguration(chromiumHome: string, dejavu: string): Promise<string> {
  const cache = path.join(chromiumHome, 'font-cache');
  await mkdir(cache, { recursive: true });
  const file = path.join(chromiumHome, 'watch-fonts.conf');
  await writeFile(file, fontsXml([path.join(chromiumHome, 'fonts'), dejavu], cache));
  return file;
}

function dejavuFolder(): Promise<string> {
  return asset(`fonts-${fontsPackage.replace('@', '-')}`, (folder) =>
    unpackPackage(folder, fontsPackage, 'package/ttf'),
  );
}

function fontsXml(folders: readonly string[], cache: string): string {
  const preferred = [
    ['sans-serif', 'Open Sans'],
    ['system-ui', 'Open Sans'],
    ['monospace', 'DejaVu Sans Mono'],
  ];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `<dir>${folder}</dir>`).join('\n')}
<cachedir>${cache}</cachedir>
${preferred
  .map(
    ([family, font]) =>
      `<alias><family>${String(family)}</family><prefer><family>${String(font)}</family></prefer></alias>`,
  )
  .join('\n')}
</fontconfig>
`;
}
