import { delay, systemClock } from '../../../shared/clock.ts';
import type { Bench, Figure, Setting } from '../bench.ts';
import { agentName, messageOf } from '../message.ts';
import { Subject } from '../subject.ts';
import { WindowPeer } from '../windowPeer.ts';

/** From a check-in of one client to the row in another window, as far as the wire. */
export const propagation: Bench = { name: 'propagation', run };

/** Windows are told at most every 100 ms: an update between two tellings waits, so these do not. */
const restMs = 110;

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const repeats = extent === 'full' ? 60 : 5;
  const home = place.home();
  const subject = await Subject.open(home);
  const peer = await WindowPeer.open(home);
  const message = messageOf(agentName(0), 1);
  const values: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const told = nextChange(peer);
    const startMs = performance.now();
    await Promise.all([subject.ask(message), told]);
    values.push((await told) - startMs);
    await delay(systemClock, restMs);
    if (repeat % 20 === 0) say(`${repeat} of ${repeats}: ${values.at(-1)?.toFixed(2) ?? ''} ms`);
  }
  peer.dispose();
  subject.close();
  return [{ name: 'check-in to another window', unit: 'ms', values: values.slice(1) }];
}

/** When the window heard of a change. */
function nextChange(peer: WindowPeer): Promise<number> {
  return new Promise((resolve) => {
    const listening = peer.onFleetChanged(() => {
      listening.dispose();
      resolve(performance.now());
    });
  });
}
