import { connect } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable } from '../../shared/lifecycle.ts';
import { homeLayout, type Endpoint } from '../../shared/home.ts';
import { readEndpoint } from './endpoint.ts';

/** Who says to lead this home. */
export function publishedLeader(home: string): Endpoint | null {
  return readEndpoint(join(home, homeLayout.endpoint));
}

/** Any frame will do: a sidecar that lives refuses it with words, one that hangs says nothing. */
const question = 'Content-Length: 2\r\n\r\n{}';

/** The client that wants a successor has been waiting for its request and for a handshake already. */
const patienceMs = 1_000;

/** How the published leader of a home is: `silent` has somebody who listens and does not answer. */
export type LeaderState = 'answers' | 'silent' | 'absent';

export function probeLeader(home: string, clock: Clock): Promise<LeaderState> {
  const leader = publishedLeader(home);
  return leader === null ? Promise.resolve('absent') : probe(leader.address, clock);
}

/** How whoever listens there is. */
export function probe(address: string, clock: Clock): Promise<LeaderState> {
  return new Promise((resolve) => {
    const scope = new DisposableStore();
    const end = (state: LeaderState): void => {
      scope.dispose();
      resolve(state);
    };
    const socket = connect(address);
    scope.add(toDisposable(() => socket.destroy()));
    scope.add(clock.after(patienceMs, () => end('silent')));
    socket.on('connect', () => socket.write(question));
    socket.on('data', () => end('answers'));
    socket.on('error', () => end('absent'));
    socket.on('close', () => end('absent'));
  });
}
