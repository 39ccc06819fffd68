import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import writeFileAtomic from 'write-file-atomic';
import { systemClock } from '../shared/clock.ts';
import { toFailure, WatchstanderError } from '../shared/errors.ts';
import { homeLayout, type StartFailure } from '../shared/home.ts';
import type { Policy } from '../shared/policy/policy.ts';
import { checkHome } from './checkMode.ts';
import { LivePolicy } from './policy/livePolicy.ts';
import type { Compiled } from './process/compiled.ts';
import { dropOldCompiled, keepCompiled } from './process/compiledCache.ts';
import { holdNursery, settleEngine, spareMiddleCompiler } from './process/engine.ts';
import { ownIdentity, type ProcessIdentity } from './process/identity.ts';
import { endProcess } from './process/ending.ts';
import { openLog, type Log } from './process/log.ts';
import { readRecords } from './process/record.ts';
import { exitCodes, settledMs, Sidecar } from './sidecar.ts';
import { probeLeader, publishedLeader } from './socket/probe.ts';
import { openFileStore } from './store/openFileStore.ts';
import type { Retention } from './store/history/retention.ts';

const clock = systemClock;

/**
 * A start has come to its end by then, its histories included; and most of what it and the first
 * requests need is compiled, and none of that dropped again.
 */
const begunAfterMs = 5_000;

/** Claims the home and serves it; leaves with 0 where another process leads it already. */
export async function run(home: string, compiled: Compiled): Promise<number> {
  process.umask(0o077);
  holdNursery();
  prepareHome(home);
  const log = openLog(join(home, homeLayout.sidecarLog), clock);
  process.on('uncaughtException', (error) => {
    log(`fault: ${error.stack ?? error.message}`);
    process.exit(exitCodes.failed);
  });
  try {
    const identity = await ownIdentity();
    const clearing = endHungLeader(home, identity, log);
    // Meanwhile: both are there sooner than one after the other.
    const policy = new LivePolicy({ home, clock, log });
    const isWayFree = await clearing;
    const store = await openFileStore({
      folder: join(home, homeLayout.store),
      clock,
      identity,
      log,
      retention: () => retentionOf(policy.current),
      upkeepAfterMs: settledMs,
      ...(isWayFree ? {} : { ownerAnswers: () => isAnswering(home) }),
    });
    const sidecar = new Sidecar({ home, identity, store, policy, clock, log });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => sidecar.retire({ reason: 'stop', message: signal }));
    }
    await sidecar.start();
    spareMiddleCompiler();
    clock.after(begunAfterMs, () => settleEngine(() => tidyCompiled(home, compiled, log)));
    return await sidecar.ended;
  } catch (error) {
    if (isLocked(error)) return await giveWay(home, error);
    log(`cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    leaveReason(home, error);
    return exitCodes.failed;
  }
}

/** Makes the home what it must be: there, and its owner's alone. */
function prepareHome(home: string): void {
  mkdirSync(join(home, homeLayout.run), { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
}

/** The next start is quicker for it; this one does not depend on it. */
function tidyCompiled(home: string, compiled: Compiled, log: Log): void {
  try {
    keepCompiled(compiled);
    dropOldCompiled(join(home, homeLayout.cache), clock.wallMs());
  } catch (error) {
    log(`compiled code could not be kept: ${String(error)}`);
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof WatchstanderError && error.code === 'LOCKED';
}

/** Our client connects to who leads; where nobody answers, it has to know who is in the way. */
async function giveWay(home: string, locked: unknown): Promise<number> {
  if (!(await isAnswering(home))) leaveReason(home, locked);
  return exitCodes.done;
}

/** For the client that started us: what its person reads. */
function leaveReason(home: string, error: unknown): void {
  const left: StartFailure = { pid: process.pid, failure: toFailure(error) };
  const path = join(home, homeLayout.startFailure);
  writeFileAtomic.sync(path, `${JSON.stringify(left)}\n`, { mode: 0o600, fsync: false });
}

function retentionOf({ retention }: Policy): Retention {
  return { pointsPerAgent: retention.points_per_agent, days: retention.days };
}

/**
 * A leader that lives and does not answer is what clients start a successor for. The fence makes it
 * harmless; ended it is so that it does not hold memory, sockets and the lock. False when one stays:
 * in another pid namespace, or without a record, nothing proves who it is, and it is not touched.
 */
async function endHungLeader(home: string, self: ProcessIdentity, log: Log): Promise<boolean> {
  const published = publishedLeader(home);
  if (published === null || (await probeLeader(home, clock)) !== 'silent') return true;
  const hung = readRecords(join(home, homeLayout.run))
    .map(({ record }) => record)
    .find(({ kind, identity }) => kind === 'sidecar' && identity.pid === published.pid);
  if (hung === undefined || !(await endProcess(hung.identity, self, clock))) return false;
  log(`ended sidecar ${published.pid} (epoch ${published.epoch}): it lived and did not answer`);
  return true;
}

async function isAnswering(home: string): Promise<boolean> {
  return (await probeLeader(home, clock)) === 'answers';
}

/** Prints what `checkHome` finds, as JSON, and changes nothing. */
export async function check(home: string): Promise<number> {
  const report = `${JSON.stringify(await checkHome(home, clock))}\n`;
  await new Promise((resolve) => process.stdout.write(report, resolve));
  return exitCodes.done;
}
