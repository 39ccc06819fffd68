import { createHash, timingSafeEqual } from 'node:crypto';
import { failures, type WatchstanderError } from '../../shared/errors.ts';
import {
  protocolVersion,
  type HandshakeParams,
  type ProtocolVersion,
  type SessionKind,
} from '../../shared/protocol.ts';

/**
 * Judges a handshake. Says `newer` when the client speaks a newer major version: this sidecar then
 * makes room for the one that the client brings.
 * @throws WatchstanderError INVALID_INPUT for another token, another home, an older protocol.
 */
export function judgeGreeting(hello: HandshakeParams, token: string): 'welcome' | 'newer' {
  if (!isEqual(hello.token, token)) throw wrongToken();
  if (hello.home !== homeIdOf(token)) throw wrongHome();
  if (hello.protocol.major < protocolVersion.major) throw olderProtocol(hello);
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

/** What a person reads who has the older version in front of them. */
function olderProtocol({ kind, protocol }: HandshakeParams): WatchstanderError {
  const { name, update } = olderClients[kind];
  return failures.invalidInput(
    `${name} is older than the sidecar that serves this home: protocol ${inWords(protocol)}, ` +
      `the sidecar ${inWords(protocolVersion)}.`,
    update,
  );
}

function inWords({ major, minor }: ProtocolVersion): string {
  return `${major}.${minor}`;
}

const olderClients: Readonly<Record<SessionKind, { name: string; update: string }>> = {
  window: {
    name: 'The Watchstander extension in this window',
    update:
      'Update the extension in this editor, or reload the window (Developer: Reload Window) if it is ' +
      'updated already.',
  },
  mcp: {
    name: 'The Watchstander MCP server of this agent',
    update:
      'Update Watchstander where this agent starts it from, then restart the agent (or its MCP server).',
  },
  cli: {
    name: 'This watchstander command',
    update:
      'Update the command, or run the one of the updated extension (its folder `dist/cli.js`).',
  },
  hook: {
    name: 'The Watchstander hook of this agent',
    update: 'Update Watchstander where this agent starts the hook from, then run `connect` again.',
  },
};
