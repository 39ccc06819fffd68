import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../..');

/** Makes what users get; with `--package` also the VSIX. */
export async function build(...words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['esbuild.mjs', ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`esbuild.mjs ${words.join(' ')} ended with ${String(code)}`);
}
