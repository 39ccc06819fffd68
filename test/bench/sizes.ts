import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Figure } from './bench.ts';
import { build } from './build.ts';

/** What users download and load. */
export const sizes: Bench = { name: 'sizes', run };

const dist = join(import.meta.dirname, '../../dist');

async function run(): Promise<readonly Figure[]> {
  await build('--package');
  const names = readdirSync(dist).filter((name) => /\.(js|vsix)$/.test(name));
  return names.map((name): Figure => {
    const { size } = statSync(join(dist, name));
    return { name, unit: 'kB', values: [size / 1_000] };
  });
}
