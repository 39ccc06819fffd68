import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkHistories, type Fault } from '../../proof/histories/checkHistories.ts';
import type { KeptAgent } from '../../proof/histories/checkHistories.ts';
import { ClientLog } from '../../proof/histories/clientLog.ts';
import { programEnv, programOf } from '../../support/program.ts';
import { openIn } from '../../unit/store/openIn.ts';

/** strace makes system calls of a real process fail; it is not everywhere, and not always allowed. */
export const hasStrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

const writes = 'write,writev,pwrite64,pwritev';

/** What fails, and how; the n-th of these calls on a segment. */
export const ioErrors = [
  { calls: 'fsync', how: 'error=EIO' },
  { calls: 'fsync', how: 'error=ENOSPC' },
  { calls: writes, how: 'error=EIO' },
  { calls: writes, how: 'error=ENOSPC' },
  { calls: writes, how: 'error=EDQUOT' },
  { calls: 'fsync', how: 'delay_enter=20000' },
] as const;

export type IoError = (typeof ioErrors)[number];

export interface IoTrial {
  readonly home: string;
  readonly error: IoError;
  /** The n-th of the calls, as strace counts them: `7`, or `7+` from then on. */
  readonly when: string;
}

export interface IoOutcome {
  readonly acknowledged: number;
  /** Calls that were made to fail, or to be late. */
  readonly injected: number;
  readonly faults: readonly Fault[];
}

/** So many answers without trouble are enough: it went on. */
const answersEnough = 150;

/** A writer whose calls fail, until it ends or has gone on for long. What it was told must be there. */
export async function writeWithErrors(trial: IoTrial): Promise<IoOutcome> {
  const { home } = trial;
  const log = new ClientLog();
  for (const [agent = '', version = ''] of await answersOf(trial)) {
    log.answer(log.ask('writer', agent, `${agent}-${version}`), Number(version));
  }
  const store = await openIn(home);
  const kept = new Map<string, KeptAgent>();
  for (const { agent_id } of store.list()) {
    const { points } = await store.history(agent_id, {});
    const marked = points.map(({ version, request_id }) => ({ version, mark: request_id ?? '' }));
    kept.set(agent_id, { newest: store.read(agent_id)?.version ?? 0, points: marked });
  }
  await store.close();
  const faults = checkHistories(log, kept, 'answers of each');
  const injected = readFileSync(traceIn(home), 'utf8').match(/INJECTED|DELAYED/g)?.length ?? 0;
  return { acknowledged: log.acknowledged, injected, faults };
}

const traceIn = (home: string): string => join(home, 'trace');

/** Agent and version of each answer. */
async function answersOf({ home, error, when }: IoTrial): Promise<string[][]> {
  const folder = join(home, 'store');
  const segments = [0, 1, 2, 3, 4, 5].map((n) => join(folder, `seg-000000000${n}`));
  const inject = `inject=${error.calls}:${error.how}:when=${when}`;
  // As a grandchild, strace leaves the program where it can be killed.
  const strace = [
    '-D',
    '-f',
    '-qq',
    '-o',
    traceIn(home),
    '-e',
    `trace=${error.calls}`,
    '-e',
    inject,
  ];
  const files = segments.flatMap((path) => ['-P', path]);
  const writer = await programOf(join(import.meta.dirname, 'writer.ts'));
  const child = spawn('strace', [...strace, ...files, process.execPath, writer, folder, '20000'], {
    // Calls are counted thread by thread.
    env: { ...programEnv, UV_THREADPOOL_SIZE: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.split('\n').length > answersEnough) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('open '))
    .map((line) => line.split(' '));
}
