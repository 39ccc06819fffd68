import { gone, hidden, type IdentitySource, type Sighting } from './sighting.ts';
import { runCommand, type RunCommand } from './command.ts';

/** CIM is slow (half a second and more): asked where nothing else can tell, never on the way of a check-in. */
export function windowsSource(run: RunCommand = runCommand): IdentitySource {
  return {
    async own() {
      const facts = await ask(run, `${machineGuid}; ${lastBoot}; ${startOf(process.pid)}`);
      const [machine = null, boot = null, started = null] = facts.map((fact) => fact || null);
      return { machine, boot, namespace: null, pid: process.pid, started };
    },
    async look(pid): Promise<Sighting> {
      const facts = await ask(run, startOf(pid));
      const [started] = facts;
      if (started === undefined) return hidden;
      return started === '' ? gone : { seen: 'alive', started };
    },
  };
}

const machineGuid = `"=" + (Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Cryptography').MachineGuid`;
const lastBoot = `"=" + (Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTimeUtc()`;

function startOf(pid: number): string {
  const found = `Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}' -ErrorAction Stop`;
  return `$p = ${found}; "=" + $(if ($p) { $p.CreationDate.ToFileTimeUtc() })`;
}

/** One line per question, marked with `=`: an empty answer keeps its place. None when it failed. */
async function ask(run: RunCommand, script: string): Promise<string[]> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  const answer = await run('powershell.exe', args);
  if (answer === null) return [];
  const lines = answer.split(/\r?\n/).filter((line) => line.startsWith('='));
  return lines.map((line) => line.slice(1).trim());
}
