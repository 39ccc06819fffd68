import { systemClock, type Clock } from '../../../shared/clock.ts';
import { openFormat } from '../../../server/store/log/format.ts';
import type { StoreFs } from '../../../server/store/disk/fs.ts';
import { allRules, type Ground } from '../../../server/store/ground.ts';
import { lead, type LeadSettings } from '../../../server/store/lead.ts';
import type { Store } from '../../../server/store/port.ts';
import { Disk } from '../../sim/disk.ts';
import { diskFs } from '../../sim/simFs.ts';

/** A file store on a disk in memory, without a lock: quick, and every byte can be got at. */
export interface SimulatedHome {
  readonly disk: Disk;
  readonly logged: string[];
  readonly fs: StoreFs;
}

export const folder = '/home/store';

export function simulatedHome(): SimulatedHome {
  const disk = new Disk();
  disk.makeFolder('/home');
  return { disk, logged: [], fs: diskFs(disk) };
}

export async function groundOf(home: SimulatedHome, clock: Clock = systemClock): Promise<Ground> {
  const log = (line: string) => void home.logged.push(line);
  const site = { fs: home.fs, folder, clock, rules: allRules, log, turn: () => Promise.resolve() };
  return { ...site, storeId: await openFormat(site) };
}

export async function openSimulated(
  home: SimulatedHome,
  settings: Partial<LeadSettings> = {},
  clock?: Clock,
): Promise<Store> {
  const lock = { confirm: () => Promise.resolve(true), release: () => Promise.resolve() };
  return lead(await groundOf(home, clock), lock, settings);
}

export function bytesOf(home: SimulatedHome, name: string): Buffer {
  return home.disk.file(`${folder}/${name}`).bytes;
}

export function setBytes(home: SimulatedHome, name: string, bytes: Buffer): void {
  home.disk.file(`${folder}/${name}`).bytes = bytes;
}

export function namesIn(home: SimulatedHome): string[] {
  return [...home.disk.folder(folder).names.keys()].sort();
}
