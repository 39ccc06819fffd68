import { gone, hidden, type IdentitySource, type Sighting } from './sighting.ts';
import { runCommand, type RunCommand } from './command.ts';

export function macSource(run: RunCommand = runCommand): IdentitySource {
  return {
    async own() {
      const [machine, boot, sighting] = await Promise.all([
        readMachineId(run),
        readBootId(run),
        look(process.pid, run),
      ]);
      const { started } = sighting;
      return { machine, boot, namespace: null, pid: process.pid, started };
    },
    look: (pid) => look(pid, run),
  };
}

async function look(pid: number, run: RunCommand): Promise<Sighting> {
  // `ps` fails both when there is no such process and when it cannot run: init tells these apart.
  const lines = await run('/bin/ps', ['-o', 'pid=,state=,lstart=', '-p', `1,${pid}`]);
  if (lines === null) return hidden;
  const line = lines.split('\n').find((text) => Number.parseInt(text, 10) === pid);
  if (line === undefined) return gone;
  const [, state = '', ...lstart] = line.trim().split(/\s+/);
  if (state.startsWith('Z')) return gone;
  const started = lstart.join(' ');
  const isStopped = state.startsWith('T');
  return isStopped ? { seen: 'alive', started, isStopped } : { seen: 'alive', started };
}

async function readMachineId(run: RunCommand): Promise<string | null> {
  const registry = await run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']);
  return /"IOPlatformUUID" = "([^"]+)"/.exec(registry ?? '')?.[1] ?? null;
}

/** The session id stays as it is when the wall clock is set; kern.boottime moves with it. */
async function readBootId(run: RunCommand): Promise<string | null> {
  const session = (await run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']))?.trim();
  if (session !== undefined && session !== '') return session;
  const boottime = await run('/usr/sbin/sysctl', ['-n', 'kern.boottime']);
  return /sec = (\d+)/.exec(boottime ?? '')?.[1] ?? null;
}
