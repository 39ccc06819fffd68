import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const folder = join(import.meta.dirname, '../../test-results/programs');
const made = new Map<string, Promise<string>>();

/** What a program that was made whole wants in its environment to start at once. */
export const programEnv: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_COMPILE_CACHE: join(folder, 'cache'),
};

/**
 * A source file with all that it imports in one file: it starts in a fifth of the time, which is most of
 * what it costs to kill it and to start the next one. Made once a thread, from the sources as they are.
 */
export function programOf(source: string): Promise<string> {
  const known = made.get(source) ?? make(source);
  made.set(source, known);
  known.catch(() => made.delete(source));
  return known;
}

async function make(source: string): Promise<string> {
  const options = { bundle: true, platform: 'node', format: 'esm', write: false } as const;
  const require = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
  const { outputFiles } = await build({
    ...options,
    entryPoints: [source],
    mainFields: ['module', 'main'],
    banner: { js: require },
    logLevel: 'warning',
  });
  const [{ contents, hash } = { contents: '', hash: '' }] = outputFiles;
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `${hash.replaceAll(/\W/g, '')}.mjs`);
  // Others make the same at the same time, in threads of this process too: it must never be there in half.
  const half = `${program}.${randomUUID()}`;
  writeFileSync(half, contents);
  renameSync(half, program);
  return program;
}
