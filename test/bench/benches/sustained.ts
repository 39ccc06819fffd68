import assert from 'node:assert/strict';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { drive, latencyMs, perSecond, type Run } from '../drive.ts';
import { agentCount, messagesFor } from '../message.ts';
import { memoryMb } from '../procfs.ts';
import { Subject } from '../subject.ts';

/** Without a pause, over several rotations: what the store does beside the commits shows here. */
export const sustained: Bench = { name: 'sustained', run };

const leastRotations = 3;
const messages = messagesFor(agentCount);

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const [repeats, count] = extent === 'full' ? [3, 30_000] : [1, 12_000];
  const runs: Run[] = [];
  const rotations: number[] = [];
  const subject = await Subject.open(place.home());
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const epoch = await subject.epoch();
    const done = await drive({ inFlight: 64, count }, (n) => {
      const message = messages[n % messages.length];
      return message === undefined ? undefined : subject.ask(message);
    });
    runs.push(done);
    rotations.push((await subject.epoch()) - epoch);
    say(
      `${repeat} of ${repeats}: ${perSecond(done).toFixed(0)}/s, stall ${done.stallMs.toFixed(0)} ms`,
    );
  }
  assert(Math.min(...rotations) >= leastRotations, `only ${rotations.join(', ')} rotations`);
  const { now, peak } = memoryMb(subject.pid);
  subject.close();
  return [
    { name: `${count} check-ins in a row, 64 in flight`, unit: '/s', values: runs.map(perSecond) },
    { name: 'rotations in it', unit: 'rotations', values: rotations },
    { name: 'latency p99', unit: 'ms', values: runs.map((one) => latencyMs(one, 0.99)) },
    {
      name: 'longest stall',
      unit: 'ms',
      values: runs.map(({ stallMs }) => stallMs),
      targets: atMost(50, 'max'),
    },
    { name: 'memory afterwards', unit: 'MB', values: [now] },
    { name: 'peak memory', unit: 'MB', values: [peak] },
  ];
}
