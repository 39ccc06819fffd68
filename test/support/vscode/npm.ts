import { spawn } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from './asset.ts';

const nodeFolder = path.join(repositoryRoot, 'node_modules', '.bin');

/** The Node that the tests run under, and what they start: one exact version on every machine. */
export const pinnedNode = path.join(nodeFolder, 'node');

/** The pinned Node first: npm, and what it starts, then run under it whatever the machine has. */
function pinnedNodePath(): string {
  return `${nodeFolder}${path.delimiter}${process.env['PATH'] ?? ''}`;
}

/** Runs npm quietly in `folder`; a failure carries the end of what npm said. */
export function npm(folder: string, args: readonly string[]): Promise<void> {
  return run(folder, 'npm', [...args, '--no-audit', '--no-fund', '--loglevel=error']);
}

/** One package of the registry, its `inside` folder unpacked into `folder`. */
export async function unpackPackage(
  folder: string,
  packageSpec: string,
  inside: string,
): Promise<void> {
  await npm(folder, ['pack', packageSpec]);
  const name = packageSpec.replace('@', '-');
  const strip = inside.split('/').length;
  const archive = path.join(folder, `${name}.tgz`);
  await run(folder, 'tar', ['-xzf', archive, `--strip-components=${String(strip)}`, inside]);
  await run(folder, 'rm', ['-f', archive]);
}

export async function run(folder: string, command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, PATH: pinnedNodePath() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    });
  }
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${String(code)}:\n${output}`));
    });
  });
}
