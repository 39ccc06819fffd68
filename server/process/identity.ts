import { linuxSource } from './identityLinux.ts';
import { macSource } from './identityMac.ts';
import { windowsSource } from './identityWindows.ts';
import type { IdentitySource, ProcessIdentity } from './sighting.ts';

export type { ProcessIdentity };

/**
 * What is known of another process: `dead` and `alive` are certain; `unknown` lives in a namespace
 * that cannot be seen from here, or could not be looked at; `foreign` is of another machine, where
 * nothing that is true here holds.
 */
export type Standing = 'self' | 'alive' | 'dead' | 'unknown' | 'foreign';

export function platformSource(platform: NodeJS.Platform = process.platform): IdentitySource {
  if (platform === 'win32') return windowsSource();
  return platform === 'darwin' ? macSource() : linuxSource();
}

let own: Promise<ProcessIdentity> | undefined;

/** Of this process; read once. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= platformSource().own();
  return own;
}

/** How `other` stands, seen from `self`. */
export async function standingOf(
  other: ProcessIdentity,
  self: ProcessIdentity,
  source: IdentitySource = platformSource(),
): Promise<Standing> {
  const verdict = judgeByHost(other, self);
  if (verdict !== 'look') return verdict;
  const sighting = await source.look(other.pid);
  if (sighting.seen === 'gone') return 'dead';
  if (sighting.seen === 'hidden') return 'unknown';
  if (other.started === null || sighting.started === null) return 'unknown';
  // Another start time: the pid was given to a stranger.
  return sighting.started === other.started ? 'alive' : 'dead';
}

/** Equal boot ids mean one kernel, whatever the machine ids say: a container may have its own. */
function judgeByHost(other: ProcessIdentity, self: ProcessIdentity): Standing | 'look' {
  if (other.boot === null || self.boot === null) return 'unknown';
  if (other.boot !== self.boot) {
    return other.machine !== null && other.machine === self.machine ? 'dead' : 'foreign';
  }
  if (other.namespace !== self.namespace) return 'unknown';
  return other.pid === self.pid && other.started === self.started ? 'self' : 'look';
}

/** Null when `value`, read from a file, is not an identity. */
export function parseIdentity(value: unknown): ProcessIdentity | null {
  if (typeof value !== 'object' || value === null) return null;
  const { machine, boot, namespace, pid, started } = value as Record<string, unknown>;
  if (!isText(machine) || !isText(boot) || !isText(namespace) || !isText(started)) return null;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
  return { machine, boot, namespace, pid, started };
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
