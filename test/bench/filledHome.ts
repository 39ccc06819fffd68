import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { TestHome } from '../support/testHome.ts';
import type { Setting } from './bench.ts';

export interface Filling {
  readonly agents: number;
  readonly archived?: number;
  readonly pointsPerAgent?: number;
  /** `long`: as long as it may get before the store writes itself anew. */
  readonly log?: 'short' | 'long';
}

const builder = join(import.meta.dirname, 'buildStore.ts');

/** A home with a past. Made in another process, so that ours does not carry what it took. */
export async function filledHome({ place, say }: Setting, filling: Filling): Promise<TestHome> {
  const home = place.home();
  const { agents, archived = 0, pointsPerAgent = 1, log = 'short' } = filling;
  const words = [home.path, agents, archived, pointsPerAgent, log].map(String);
  const child = spawn(process.execPath, [builder, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('000 of')) say(`building a store: ${line}`);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`building a store ended with ${String(code)}`);
  return home;
}
