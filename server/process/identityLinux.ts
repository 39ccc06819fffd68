import { readFile, readlink } from 'node:fs/promises';
import { gone, hidden, type IdentitySource, type Sighting } from './sighting.ts';

/** Everything is in /proc; nothing is spawned. */
export function linuxSource(root = '/'): IdentitySource {
  return {
    async own() {
      const [machine, boot, namespace, sighting] = await Promise.all([
        readMachineId(root),
        readFile(`${root}proc/sys/kernel/random/boot_id`, 'utf8').catch(orNull),
        readlink(`${root}proc/self/ns/pid`).catch(orNull),
        look(process.pid, root),
      ]);
      const { started } = sighting;
      return { machine, boot: boot?.trim() ?? null, namespace, pid: process.pid, started };
    },
    look: (pid) => look(pid, root),
  };
}

async function look(pid: number, root: string): Promise<Sighting> {
  const stat = await readFile(`${root}proc/${pid}/stat`, 'utf8').catch(orNull);
  return stat === null ? lookBySignal(pid) : readStat(stat);
}

/** proc(5): state is field 3 and start time, in clock ticks since boot, field 22. */
export function readStat(stat: string): Sighting {
  // The name of the program is in parentheses and may hold anything, parentheses too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
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

async function readMachineId(root: string): Promise<string | null> {
  for (const path of ['etc/machine-id', 'var/lib/dbus/machine-id']) {
    const id = (await readFile(root + path, 'utf8').catch(orNull))?.trim();
    if (id !== undefined && id !== '') return id;
  }
  return null;
}

/** These files are optional: which of them a system has depends on its kind. */
function orNull(): null {
  return null;
}
