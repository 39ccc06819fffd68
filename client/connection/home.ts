import envPaths from 'env-paths';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { homeLayout, type Endpoint } from '../../shared/home.ts';

/** Where everything on disk lives: the environment first, then the setting, then the platform's data folder. */
export function homeFolder(env: NodeJS.ProcessEnv, setting = ''): string {
  const chosen = env['WATCHSTANDER_HOME'] ?? '';
  if (chosen !== '') return resolve(chosen);
  if (setting !== '') return resolve(setting);
  return envPaths('watchstander', { suffix: '' }).data;
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
 */
export function readInvitation(home: string): Invitation | null {
  const endpointText = readIfThere(join(home, homeLayout.endpoint));
  const token = readIfThere(join(home, homeLayout.token));
  const endpoint = endpointText === null ? null : parseEndpoint(endpointText);
  if (endpoint === null || token === null) return null;
  return { endpoint, token: token.trim(), homeId: homeIdOf(token) };
}

export function homeIdOf(token: string): string {
  return createHash('sha256').update(token.trim()).digest('hex').slice(0, 16);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The file is replaced as a whole, but a person may have edited it: anything else is as if absent. */
function parseEndpoint(text: string): Endpoint | null {
  try {
    const value = JSON.parse(text) as Partial<Endpoint> | null;
    const { address, epoch, pid } = value ?? {};
    const isWhole =
      typeof address === 'string' && typeof epoch === 'number' && typeof pid === 'number';
    return isWhole ? { address, epoch, pid } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
