import { readFileSync, readlinkSync } from 'node:fs';
import {
  gone,
  hidden,
  type IdentitySource,
  type ProcessIdentity,
  type Sighting,
} from './sighting.ts';

/** Everything is in /proc, which no disk is behind: read at once. Nothing is spawned. */
export function linuxSource(root = '/'): IdentitySource {
  return {
    own: () => Promise.resolve(own(root)),
    look: (pid) => Promise.resolve(look(pid, root)),
  };
}

function own(root: string): ProcessIdentity {
  return {
    machine: readMachineId(root),
    boot: readOrNull(`${root}proc/sys/kernel/random/boot_id`),
    namespace: orNull(() => readlinkSync(`${root}proc/self/ns/pid`)),
    pid: process.pid,
    started: look(process.pid, root).started,
  };
}

function look(pid: number, root: string): Sighting {
  const stat = readOrNull(`${root}proc/${pid}/stat`);
  return stat === null ? lookBySignal(pid) : readStat(stat);
}

/** The name of the program, field 2, is in parentheses and may hold anything, parentheses too. */
export function fieldsFromThird(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** proc(5): state is field 3 and start time, in clock ticks since boot, field 22. */
export function readStat(stat: string): Sighting {
  const fields = fieldsFromThird(stat);
  const [state] = fields;
  if (state === 'Z' || state === 'X' || state === 'x') return gone;
  const started = fields[19] ?? null;
  return state === 'T' ? { seen: 'alive', started, isStopped: true } : { seen: 'alive', started };
}

/** /proc may hide others' processes (hidepid); signal 0 only asks whether there is one. */
function lookBySignal(pid: number): Sighting {
  try {
    process.kill(pid, 0);
    return hidden;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? gone : hidden;
  }
}

function readMachineId(root: string): string | null {
  for (const path of ['etc/machine-id', 'var/lib/dbus/machine-id']) {
    const id = readOrNull(root + path) ?? '';
    if (id !== '') return id;
  }
  return null;
}

function readOrNull(path: string): string | null {
  return orNull(() => readFileSync(path, 'utf8').trim());
}

/** These files are optional: which of them a system has depends on its kind. */
function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
