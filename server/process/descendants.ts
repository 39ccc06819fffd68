import { readdirSync, readFileSync } from 'node:fs';
import { runCommand, type RunCommand } from './command.ts';
import { fieldsFromThird } from './identityLinux.ts';

type Parenthood = readonly [pid: number, parent: number];

/**
 * Of all processes that descend from this one, the nearest first. Slim containers have no `ps`, so on
 * Linux /proc is read; where nothing can be listed there are none.
 */
export async function descendantsOf(
  pid: number,
  platform: NodeJS.Platform = process.platform,
  run: RunCommand = runCommand,
): Promise<number[]> {
  const all = platform === 'linux' ? fromProc() : await fromPs(run);
  const found = [pid];
  for (const one of found) {
    found.push(...all.flatMap(([child, parent]) => (parent === one ? [child] : [])));
  }
  return found.slice(1);
}

function fromProc(): Parenthood[] {
  return readdirSync('/proc').flatMap((name): Parenthood[] => {
    const parent = /^\d+$/.test(name) ? parentOf(name) : null;
    return parent === null ? [] : [[Number(name), parent]];
  });
}

/** proc(5): the parent is field 4. */
function parentOf(pid: string): number | null {
  try {
    const [, parent] = fieldsFromThird(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return Number(parent);
  } catch {
    // It ended since it was listed.
    return null;
  }
}

async function fromPs(run: RunCommand): Promise<Parenthood[]> {
  const listing = (await run('ps', ['-A', '-o', 'pid=,ppid='])) ?? '';
  return [...listing.matchAll(/^ *(\d+) +(\d+) *$/gm)].map(([, pid, parent]) => [
    Number(pid),
    Number(parent),
  ]);
}
