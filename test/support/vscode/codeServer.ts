import { globSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { asset } from './asset.ts';
import { npm, unpackPackage } from './npm.ts';

/** The package whose `lib/vscode` is VS Code's own server and web workbench, version 1.139.1. */
const codeServerVersion = '4.139.1';

/**
 * Folder of VS Code's server. Its native modules are not built (`--ignore-scripts`): only terminals
 * and the log writer are missing without them, and no compiler is needed.
 */
export function codeServerFolder(): Promise<string> {
  return asset(`vscode-server-${codeServerVersion}`, async (folder) => {
    await unpackPackage(folder, `code-server@${codeServerVersion}`, 'package/lib/vscode');
    await npm(folder, ['install', '--omit=dev', '--ignore-scripts']);
  });
}

export async function serverMain(): Promise<string> {
  return path.join(await codeServerFolder(), 'out', 'server-main.js');
}

/**
 * Of the hundred extensions that come with VS Code, those that a window of ours shows something of.
 * The others (a version control, an assistant of 40 MB, task runners …) begin to work in each window.
 */
const neededExtensions =
  '{theme-*,json,json-language-features,configuration-editing,markdown-*,log}';

/** Makes `folder` one that has only the needed extensions in it, for `--builtin-extensions-dir`. */
export async function linkNeededExtensions(folder: string): Promise<void> {
  await mkdir(folder);
  const all = path.join(await codeServerFolder(), 'extensions');
  for (const name of globSync(neededExtensions, { cwd: all })) {
    await symlink(path.join(all, name), path.join(folder, name), 'dir');
  }
}
