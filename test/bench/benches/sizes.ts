import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Bench, type Figure } from '../bench.ts';
import { build } from '../build.ts';

/** What users download and load. */
export const sizes: Bench = { name: 'sizes', run };

/** In kB: the download, what every window loads at once, and what it loads a moment later. */
export const mostKilobytes: Readonly<Record<string, number>> = {
  'watchstander.vsix': 1_000,
  'extension.js': 60,
  'lateWindow.js': 600,
};

const dist = join(import.meta.dirname, '../../../dist');

async function run(): Promise<readonly Figure[]> {
  await build('--package');
  const names = readdirSync(dist).filter((name) => /\.(js|vsix)$/.test(name));
  return names.map((name): Figure => {
    const most = mostKilobytes[name];
    const targets = most === undefined ? {} : { targets: atMost(most) };
    return { name, unit: 'kB', values: [kilobytesOf(name)], ...targets };
  });
}

export function kilobytesOf(name: string): number {
  return statSync(join(dist, name)).size / 1_000;
}
