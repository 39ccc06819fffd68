import { connect } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable } from '../../shared/lifecycle.ts';
import { homeLayout, type Endpoint } from '../../shared/home.ts';
import { limits } from '../../shared/protocol.ts';
import { readEndpoint } from './claim.ts';

/** Who says to lead this home. */
export function publishedLeader(home: string): Endpoint | null {
  return readEndpoint(join(home, homeLayout.endpoint));
}

/** Any frame will do: a sidecar that lives refuses it with words, one that hangs says nothing. */
const question = 'Content-Length: 2\r\n\r\n{}';

/** Whether the published leader of a home answers within the time of a handshake. */
export function leaderAnswers(home: string, clock: Clock): Promise<boolean> {
  const leader = publishedLeader(home);
  if (leader === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const scope = new DisposableStore();
    const end = (answered: boolean): void => {
      scope.dispose();
      resolve(answered);
    };
    const socket = connect(leader.address);
    scope.add(toDisposable(() => socket.destroy()));
    scope.add(clock.after(limits.handshakeMs, () => end(false)));
    socket.on('connect', () => socket.write(question));
    socket.on('data', () => end(true));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}
