import { delay, systemClock } from '../../../shared/clock.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { drive } from '../drive.ts';
import { agentCount, messagesFor } from '../message.ts';
import { cpuMs, memoryMb } from '../procfs.ts';
import { Subject } from '../subject.ts';
import { WindowPeer } from '../windowPeer.ts';

/** What a sidecar takes of a machine with seven windows, and one client more that sends for 50 agents. */
export const footprint: Bench = { name: 'footprint', run };

const windows = 7;
const messages = messagesFor(agentCount);

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const [spans, spanMs] = extent === 'full' ? [3, 100_000] : [1, 5_000];
  const home = place.home();
  const subject = await Subject.open(home);
  const peers = await Promise.all(Array.from({ length: windows }, () => WindowPeer.open(home)));
  // Twenty check-ins of each agent, one after the other, are an ordinary morning.
  await drive({ inFlight: 1, count: 20 * agentCount }, (n) => {
    const message = messages[n % messages.length];
    return message === undefined ? undefined : subject.ask(message);
  });
  const { pid } = subject;
  const memory: number[] = [memoryMb(pid).now];
  const idle: number[] = [];
  for (let span = 1; span <= spans; span += 1) {
    const before = { cpuMs: cpuMs(pid), atMs: performance.now() };
    await delay(systemClock, spanMs);
    idle.push(((cpuMs(pid) - before.cpuMs) / (performance.now() - before.atMs)) * 100);
    memory.push(memoryMb(pid).now);
    say(`${span} of ${spans}: idle ${idle.at(-1)?.toFixed(3) ?? ''} % of a core`);
  }
  for (const peer of peers) peer.dispose();
  subject.close();
  return [
    {
      name: `memory, ${windows} windows, a client of ${agentCount} agents`,
      unit: 'MB',
      values: memory,
      targets: atMost(90, 'max'),
      panel: 'Memory',
    },
    {
      name: `idle CPU, ${windows} windows and a client`,
      unit: '%',
      values: idle,
      targets: atMost(0.1),
    },
  ];
}
