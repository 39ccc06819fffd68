import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { drive, latencyMs, perSecond, type Run } from '../drive.ts';
import { agentCount, messagesFor } from '../message.ts';
import { openAppend } from '../peers/append.ts';
import { openDurableEcho, openEcho } from '../peers/echo.ts';
import type { Contender, OpenContender } from '../peers/peer.ts';
import { Subject } from '../subject.ts';

/** One check-in at a time against the least that a durable update between two processes can take. */
export const oneInFlight: Bench = { name: 'one-in-flight', run };

const messages = messagesFor(agentCount);

const peers: readonly OpenContender[] = [openDurableEcho, openEcho, openAppend];

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const [rounds, count] = extent === 'full' ? [25, 300] : [4, 150];
  const subject = await Subject.open(place.home());
  const others = await Promise.all(peers.map(async (open) => open(place.folder())));
  const contenders: readonly Contender[] = [subject, ...others];
  for (const contender of contenders) await take(contender, 2 * count);
  const runs = contenders.map((): Run[] => []);
  // Short turns: what else the machine does then meets all of them alike.
  for (let round = 1; round <= rounds; round += 1) {
    for (const [at, contender] of contenders.entries()) {
      runs[at]?.push(await take(contender, count));
    }
    const p50 = runs.map((own) => medianMs(own.at(-1)).toFixed(3)).join(', ');
    say(`round ${round} of ${rounds}: p50 ${p50} ms`);
  }
  for (const contender of contenders) await contender.close();
  return figuresOf(runs);
}

function take(contender: Contender, count: number): Promise<Run> {
  return drive({ inFlight: 1, count }, (n) => {
    const message = messages[n % messages.length];
    return message === undefined ? undefined : contender.ask(message);
  });
}

function figuresOf([ours = [], durableEcho = [], echo = [], append = []]: Run[][]): Figure[] {
  const panel = 'One in flight, p50';
  const p50 = (runs: readonly Run[]): number[] => runs.map(medianMs);
  const floor = p50(durableEcho);
  const sum = p50(append).map((ms, at) => ms + medianMs(echo[at]));
  const against = (least: readonly number[]): number[] =>
    p50(ours).map((ms, at) => ms / (least[at] ?? NaN));
  const p99 = ours.map((run) => latencyMs(run, 0.99));
  return [
    { name: 'check-in p50', unit: 'ms', values: p50(ours), panel },
    { name: 'check-in p99', unit: 'ms', values: p99 },
    { name: 'check-ins, 1 in flight', unit: '/s', values: ours.map(perSecond) },
    { name: 'append + fsync + echo p50, in one', unit: 'ms', values: floor, panel },
    { name: 'append + fsync p50', unit: 'ms', values: p50(append), panel },
    { name: 'echo p50', unit: 'ms', values: p50(echo), panel },
    {
      name: 'check-in ÷ (append + fsync + echo)',
      unit: '×',
      values: against(floor),
      targets: atMost(1.3),
    },
    { name: 'check-in ÷ sum of the two p50', unit: '×', values: against(sum) },
  ];
}

function medianMs(run: Run | undefined): number {
  return run === undefined ? NaN : latencyMs(run, 0.5);
}
