import { createHash } from 'node:crypto';
import { failures } from '../../shared/errors.ts';

/**
 * A base name that means the same file on every system and no other place.
 * @throws WatchstanderError INVALID_INPUT
 */
export function admitBaseName(name: string): string {
  const isPlain = /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99}$/u.test(name) && !/[ .]$/.test(name);
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
  if (isPlain && !isDevice) return name;
  throw failures.invalidInput(
    `filename: ${JSON.stringify(name.slice(0, 100))} is not a plain base name`,
    'Give 1 to 100 letters, digits, spaces or ._- without a path and extension, or leave it out.',
  );
}

/** A name made of the agent's id, which may be any text, and the time; `at` is ISO 8601. */
export function defaultBaseName(agentId: string, at: string): string {
  const readable = agentId.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, 40);
  const digest = createHash('sha256').update(agentId).digest('hex').slice(0, 8);
  return `agent-${readable}-${digest}-${digits(at)}`;
}

/** For all agents; `at` is ISO 8601. */
export function fleetBaseName(at: string): string {
  return `fleet-${digits(at)}`;
}

function digits(at: string): string {
  return at.replaceAll(/[^0-9]/g, '');
}
