import { homedir } from 'node:os';
import process from 'node:process';
import { homeOrUsual } from '../connection/home.ts';
import { removeEverything } from './uninstall.ts';

/**
 * Entry of dist/uninstall.js: editors run it (`vscode:uninstall`) at their first start after the
 * extension was uninstalled. Nobody sees what it says; what it cannot do, it leaves.
 */
async function main(): Promise<void> {
  const { home } = homeOrUsual(process.env);
  const troubles = await removeEverything({
    home,
    userFolder: homedir(),
    project: process.cwd(),
    env: process.env,
    platform: process.platform,
  });
  for (const trouble of troubles) process.stderr.write(`watchstander: ${trouble}\n`);
  process.exitCode = troubles.length === 0 ? 0 : 1;
}

void main();
