import { createHash, timingSafeEqual } from 'node:crypto';
import { failures, type WatchstanderError } from '../../shared/errors.ts';
import {
  protocolVersion,
  type HandshakeParams,
  type ProtocolVersion,
} from '../../shared/protocol.ts';

/**
 * Judges a handshake. Says `newer` when the client speaks a newer major version: this sidecar then
 * makes room for the one that the client brings.
 * @throws WatchstanderError INVALID_INPUT for another token, another home, an older protocol.
 */
export function judgeGreeting(hello: HandshakeParams, token: string): 'welcome' | 'newer' {
  if (!isEqual(hello.token, token)) throw wrongToken();
  if (hello.home !== homeIdOf(token)) throw wrongHome();
  if (hello.protocol.major < protocolVersion.major) throw olderProtocol(hello.protocol);
  return hello.protocol.major > protocolVersion.major ? 'newer' : 'welcome';
}

function homeIdOf(token: string): string {
  return digestOf(token).toString('hex').slice(0, 16);
}

/** In constant time, whatever the lengths. */
function isEqual(left: string, right: string): boolean {
  return timingSafeEqual(digestOf(left), digestOf(right));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function wrongToken(): WatchstanderError {
  return failures.invalidInput(
    'token: is not the one of this home',
    'Read run/token of the home that this sidecar serves; only its owner can.',
  );
}

function wrongHome(): WatchstanderError {
  return failures.invalidInput(
    'home: this sidecar serves another home',
    'Read run/endpoint of your home again.',
  );
}

function olderProtocol({ major, minor }: ProtocolVersion): WatchstanderError {
  const ours = `${protocolVersion.major}.${protocolVersion.minor}`;
  return failures.invalidInput(
    `protocol: ${major}.${minor} is older than this sidecar's ${ours}`,
    'Update Watchstander in this editor (or the command line that calls), then reconnect.',
  );
}
