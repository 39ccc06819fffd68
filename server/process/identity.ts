import { linuxSource } from './identityLinux.ts';
import { macSource } from './identityMac.ts';
import { windowsSource } from './identityWindows.ts';

/**
 * Which process is which. A pid alone names nobody: pids are reused, and a home may be shared by
 * containers and machines that number their processes independently.
 */
export interface ProcessIdentity {
  /** Of the machine; null where the platform gives none (many containers). */
  readonly machine: string | null;
  /** Of this run of the kernel; null where it could not be read. */
  readonly boot: string | null;
  /** Pid namespace; null where the platform has none. */
  readonly namespace: string | null;
  readonly pid: number;
  /** Start time as the platform states it; null where it could not be read. */
  readonly started: string | null;
}

/**
 * What is known of another process: `dead` and `alive` are certain; `unknown` lives in a namespace
 * that cannot be seen from here, or could not be looked at; `foreign` is of another machine, where
 * nothing that is true here holds.
 */
export type Standing = 'self' | 'alive' | 'dead' | 'unknown' | 'foreign';

/** What the platform says of one pid. */
export interface Sighting {
  /** `hidden`: there may be one, but it cannot be looked at. */
  readonly seen: 'alive' | 'gone' | 'hidden';
  readonly started: string | null;
}

export const gone: Sighting = { seen: 'gone', started: null };
export const hidden: Sighting = { seen: 'hidden', started: null };

/** One platform's way to look at processes. */
export interface IdentitySource {
  own(): Promise<ProcessIdentity>;
  look(pid: number): Promise<Sighting>;
}

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
