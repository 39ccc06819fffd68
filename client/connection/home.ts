import envPaths from 'env-paths';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { failures, WatchstanderError } from '../../shared/errors.ts';
import { homeLayout, parseEndpoint, type Endpoint } from '../../shared/home.ts';
import { codeOf } from './homeFault.ts';

/**
 * Where everything on disk lives: the environment first, then the setting, then the platform's data folder.
 * @throws WatchstanderError INVALID_INPUT for a relative one: it would be another folder for each process.
 */
export function homeFolder(env: NodeJS.ProcessEnv, setting = ''): string {
  const fromEnvironment = env['WATCHSTANDER_HOME'] ?? '';
  const chosen = fromEnvironment === '' ? setting : fromEnvironment;
  if (chosen === '') return usualHome();
  const path = withUserFolder(chosen);
  if (!isAbsolute(path)) throw failures.relativeHome(chosen);
  return resolve(path);
}

export interface HomeOrUsual {
  readonly home: string;
  /** Why it is not the one that was chosen. */
  readonly refusal: WatchstanderError | null;
}

/** For those who must go on with some home, and say why it is not theirs. */
export function homeOrUsual(env: NodeJS.ProcessEnv, setting = ''): HomeOrUsual {
  try {
    return { home: homeFolder(env, setting), refusal: null };
  } catch (error) {
    if (!(error instanceof WatchstanderError)) throw error;
    return { home: usualHome(), refusal: error };
  }
}

function usualHome(): string {
  return envPaths('watchstander', { suffix: '' }).data;
}

/** No shell reads a setting, nor what a service or a file of another program has in its environment. */
function withUserFolder(path: string): string {
  const isBelow = path.startsWith('~/') || path.startsWith(`~${sep}`);
  return path === '~' || isBelow ? join(homedir(), path.slice(1)) : path;
}

/** How to reach the leader of a home, as it published it. */
export interface Invitation {
  readonly endpoint: Endpoint;
  readonly token: string;
  /** Proves that both sides mean the same home, wherever it is mounted. */
  readonly homeId: string;
}

/**
 * The published invitation, or null when no sidecar has ever led this home (or it left cleanly). Two
 * small local files: read at once they take 0.1 ms; by way of the thread pool, on a busy machine,
 * 10 ms of every failover.
 * @throws WatchstanderError UNAVAILABLE when they are there and cannot be read.
 */
export function readInvitation(home: string): Invitation | null {
  const endpointText = readIfThere(home, homeLayout.endpoint);
  const token = readIfThere(home, homeLayout.token);
  const endpoint = endpointText === null ? null : parseEndpoint(endpointText);
  if (endpoint === null || token === null) return null;
  return { endpoint, token: token.trim(), homeId: homeIdOf(token) };
}

export function homeIdOf(token: string): string {
  return createHash('sha256').update(token.trim()).digest('hex').slice(0, 16);
}

/** A file where a folder has to be is told of when one is made there. */
function readIfThere(home: string, name: string): string | null {
  try {
    return readFileSync(join(home, name), 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw failures.unusableHome(home, 'read', code);
  }
}
