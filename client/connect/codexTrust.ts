import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { version } from '../../shared/build.ts';
import { harnessOf } from './harnesses.ts';
import { programFile } from './found.ts';
import { isOurHook } from './config/ours.ts';
import type { CanaryPlace } from './canary.ts';

/** What Codex itself says of our hooks: it skips those that are not trusted without a word. */
export interface Trust {
  readonly hooks: number;
  /** Events whose hook would be skipped. */
  readonly skipped: readonly string[];
}

/** What was found, as what stands behind “Codex trust:”; null could not be asked. */
export function describeTrust(trust: Trust | null): {
  readonly isGiven: boolean;
  readonly found: string;
} {
  if (trust === null) {
    const found = 'Codex could not be asked, and it skips hooks that you have not trusted';
    return { isGiven: false, found };
  }
  const { hooks, skipped } = trust;
  if (hooks === 0) {
    const found = 'Codex does not list the hooks, as in a project that you have not trusted';
    return { isGiven: false, found };
  }
  if (skipped.length === 0) return { isGiven: true, found: `given for all ${hooks} hooks` };
  const found = `not given yet, Codex skips ${skipped.length} of ${hooks} hooks`;
  return { isGiven: false, found };
}

export const trustStep = 'Start codex, type /hooks and trust the hooks of Watchstander.';

/** A start of Codex takes about a second. */
const withinMs = 15_000;

/**
 * Asks `codex app-server` (an interface that its makers call experimental) which hooks it would run
 * here. Null when there is no Codex to ask, or it does not answer. The trust itself is the person's to
 * give, in Codex; nothing of it is written from here.
 */
export async function askCodexTrust(place: CanaryPlace): Promise<Trust | null> {
  const program = await programFile(harnessOf('codex'), place);
  if (program === null) return null;
  const listed = await askCodex(program, place);
  const hooks = listed?.data?.flatMap((folder) => folder.hooks ?? []) ?? null;
  if (hooks === null) return null;
  const ours = hooks.filter(({ command }) => isOurHook(command ?? ''));
  const skipped = ours.filter((hook) => !isRun(hook)).map(({ eventName }) => eventName ?? '?');
  return { hooks: ours.length, skipped };
}

interface ListedHook {
  readonly command?: string;
  readonly eventName?: string;
  readonly enabled?: boolean;
  readonly isManaged?: boolean;
  readonly trustStatus?: string;
}

interface Listed {
  readonly data?: readonly { readonly hooks?: readonly ListedHook[] }[];
}

function isRun({ enabled, isManaged, trustStatus }: ListedHook): boolean {
  return enabled !== false && (isManaged === true || trustStatus === 'trusted');
}

/** Windows starts a `.cmd` only through its shell, which ends a path at its first blank. */
export function appServer(
  program: string,
  platform: NodeJS.Platform,
): { readonly command: string; readonly args: readonly string[]; readonly shell: boolean } {
  if (platform !== 'win32') return { command: program, args: ['app-server'], shell: false };
  return { command: `"${program}" app-server`, args: [], shell: true };
}

function askCodex(program: string, place: CanaryPlace): Promise<Listed | null> {
  return new Promise((resolve) => {
    const { command, args, shell } = appServer(program, place.platform);
    const child = spawn(command, args, {
      cwd: place.project,
      env: place.env,
      stdio: ['pipe', 'pipe', 'ignore'],
      shell,
      windowsHide: true,
    });
    const deadline = place.clock.after(withinMs, () => child.kill('SIGKILL'));
    const finish = (listed: Listed | null): void => {
      deadline.dispose();
      child.stdin.end();
      child.kill();
      resolve(listed);
    };
    child.once('error', () => finish(null));
    child.once('close', () => finish(null));
    child.stdin.on('error', () => finish(null));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = parsed(line);
      if (answer?.id === 2) finish(answer.result ?? null);
    });
    for (const message of questions(place.project))
      child.stdin.write(`${JSON.stringify(message)}\n`);
  });
}

function questions(folder: string): unknown[] {
  const clientInfo = { name: 'watchstander', title: 'Watchstander', version };
  const params = { clientInfo, capabilities: { experimentalApi: true } };
  return [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params },
    { jsonrpc: '2.0', method: 'initialized' },
    { jsonrpc: '2.0', id: 2, method: 'hooks/list', params: { cwds: [folder] } },
  ];
}

function parsed(line: string): { readonly id?: number; readonly result?: Listed } | null {
  try {
    return JSON.parse(line) as { id?: number; result?: Listed } | null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
