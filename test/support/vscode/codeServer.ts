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
