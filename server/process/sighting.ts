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

/** What the platform says of one pid. */
export interface Sighting {
  /** `hidden`: there may be one, but it cannot be looked at. */
  readonly seen: 'alive' | 'gone' | 'hidden';
  readonly started: string | null;
  /** It does nothing until it is continued: a signal that it could handle waits as long. */
  readonly isStopped?: true;
}

export const gone: Sighting = { seen: 'gone', started: null };
export const hidden: Sighting = { seen: 'hidden', started: null };

/** One platform's way to look at processes. */
export interface IdentitySource {
  own(): Promise<ProcessIdentity>;
  look(pid: number): Promise<Sighting>;
}
