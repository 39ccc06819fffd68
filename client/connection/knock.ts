import { createConnection, type Socket } from 'node:net';
import process from 'node:process';
import { build, buildDate } from '../../shared/build.ts';
import { fromFailure } from '../../shared/errors.ts';
import {
  limits,
  protocolVersion,
  type HandshakeParams,
  type Welcome,
} from '../../shared/protocol.ts';
import { exchange, Refused, Unanswered, type Question } from './exchange.ts';
import { readInvitation } from './home.ts';
import type { Reach } from './types.ts';

export interface Reached {
  readonly socket: Socket;
  readonly welcome: Welcome;
  /** Of what was asked with the handshake. */
  readonly answers: readonly object[];
}

/** What one try came to when it was not a welcome. */
export type Unreached =
  /** Nobody listens. */
  | 'absent'
  /** Somebody listens and does not answer. */
  | 'silent'
  /** The sidecar makes room for another. */
  | 'leaving';

export type Knock = Pick<Reach, 'home' | 'kind' | 'workspace' | 'clock'> & {
  readonly withinMs?: number;
  /** Sent with the handshake, without a wait for its answer. */
  readonly questions?: readonly Question[];
};

/**
 * Tries once to open a session with the sidecar of this home.
 * @throws WatchstanderError when trying again cannot help: a protocol or token that does not match.
 */
export async function knock(where: Knock): Promise<Reached | Unreached> {
  const invitation = readInvitation(where.home);
  if (invitation === null) return 'absent';
  const socket = await open(invitation.endpoint.address);
  if (socket === null) return 'absent';
  const params: HandshakeParams = {
    protocol: protocolVersion,
    build,
    kind: where.kind,
    process: { pid: process.pid, started: null },
    home: invitation.homeId,
    token: invitation.token,
    workspace: where.workspace,
    build_date: buildDate,
    uptime_s: process.uptime(),
  };
  const withinMs = where.withinMs ?? limits.handshakeMs;
  const handshake = { method: 'watchstander/handshake', params };
  const { clock, questions = [] } = where;
  try {
    const said = await exchange(socket, [handshake, ...questions], { clock, withinMs });
    const [welcome, ...answers] = said as readonly [Welcome, ...object[]];
    return { socket, welcome, answers };
  } catch (error) {
    if (error instanceof Unanswered) return 'silent';
    if (error instanceof Refused && error.failure.code === 'UNAVAILABLE') return 'leaving';
    if (error instanceof Refused) throw fromFailure(error.failure);
    throw error;
  }
}

/** Null when nobody listens there. */
function open(address: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    socket.setNoDelay(true);
    const refuse = (): void => resolve(null);
    socket.once('error', refuse);
    socket.once('connect', () => {
      socket.off('error', refuse);
      resolve(socket);
    });
  });
}
