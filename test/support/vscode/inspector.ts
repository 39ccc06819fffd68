import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { asset, repositoryRoot } from './asset.ts';
import { npm, pinnedNode } from './npm.ts';

const inspector = '@modelcontextprotocol/inspector';
const manifestFolder = path.join(repositoryRoot, 'test/support/inspector');

/**
 * The MCP inspector as a command line client: append `--method tools/list <server command ...>`.
 * Installed at its first use, in the exact versions of the lock file in test/support/inspector.
 */
export async function inspectorCommand(): Promise<string[]> {
  const folder = await asset(`inspector-${await inspectorVersion()}`, async (target) => {
    for (const name of ['package.json', 'package-lock.json']) {
      await copyFile(path.join(manifestFolder, name), path.join(target, name));
    }
    await npm(target, ['ci', '--ignore-scripts']);
  });
  const launcher = `node_modules/${inspector}/clients/launcher/build/index.js`;
  return [pinnedNode, path.join(folder, launcher), '--cli'];
}

async function inspectorVersion(): Promise<string> {
  const manifest = await readFile(path.join(manifestFolder, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const version = dependencies[inspector];
  if (version === undefined) throw new Error(`${manifestFolder} does not name ${inspector}`);
  return version;
}
