import { WatchstanderError } from '../../../shared/errors.ts';
import type { StoreFault, StoreContents } from '../../../shared/storeReport.ts';
import { codeOf } from '../disk/fs.ts';
import type { Ground, Site } from '../ground.ts';
import { readFormat } from '../log/format.ts';
import { readDamage } from '../log/quarantine.ts';
import { readSegment, type Recovered } from '../log/recovery.ts';
import { historyEpochs, historyName, segmentEpochs, segmentName } from '../log/segment.ts';
import { checkHistory } from './checkHistory.ts';
import { checkSegment, type CheckedSegment } from './checkSegment.ts';
import { PointCount } from './pointCount.ts';

export interface StoreCheckOptions extends Pick<Site, 'fs' | 'folder' | 'clock' | 'rules'> {
  /** What the model's time grows by with each update. */
  readonly timeStep: number;
}

/**
 * Reads every byte of a store: frames, checksums, versions without a gap, points complete. Changes
 * nothing and takes no lock, so it works beside a leader: what goes meanwhile was collected, and what
 * the leader is writing looks like a torn tail, which is no fault.
 */
export async function checkStore(options: StoreCheckOptions): Promise<StoreContents> {
  const { fs, folder } = options;
  const check = new StoreCheck(options);
  const format = await check.guard('FORMAT', () => readFormat(fs, folder));
  const idle = { log: () => undefined, turn: () => Promise.resolve() };
  if (format !== null) await check.run({ ...options, ...idle, storeId: format.store });
  return await check.report();
}

class StoreCheck {
  private readonly options: StoreCheckOptions;
  private readonly faults: StoreFault[] = [];
  private readonly points: PointCount;
  private names: readonly string[] = [];
  private bytes = 0;
  private newest: Recovered | null = null;
  private damage: StoreContents['damage'] = [];

  constructor(options: StoreCheckOptions) {
    this.options = options;
    this.points = new PointCount(options.timeStep);
  }

  async run(ground: Ground): Promise<void> {
    this.names = await ground.fs.list(ground.folder);
    this.damage = await readDamage(ground);
    const segments = await this.readSegments(ground);
    this.compareWithSuccessors(segments);
    await this.readNewest(ground, segments);
    await this.countPoints(ground);
  }

  async report(): Promise<StoreContents> {
    const { folder, fs } = this.options;
    const exists = (await fs.facts(folder)) !== null;
    if (exists && this.names.length === 0 && this.faults.length === 0) {
      this.fault('FORMAT', 'wrong', 'it is missing, so the folder is no store, or a damaged one');
    }
    const { revision = 0, agents = [] } = this.newest ?? {};
    return {
      ...{ folder, exists, bytes: this.bytes, revision },
      segments: segmentEpochs(this.names).length,
      histories: historyEpochs(this.names).length,
      agents: agents.length,
      points: this.points.total,
      faults: this.faults,
      damage: this.damage,
    };
  }

  /** Null when the file is gone; what it is refused for is a fault. */
  async guard<T>(file: string, read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      const isRefusal = error instanceof WatchstanderError;
      this.fault(file, 'wrong', isRefusal ? error.message : `it cannot be read: ${String(error)}`);
      return null;
    }
  }

  private fault(file: string, verdict: StoreFault['verdict'], what: string): void {
    this.faults.push({ file, verdict, what });
  }

  private async readSegments(ground: Ground): Promise<CheckedSegment[]> {
    const segments: CheckedSegment[] = [];
    for (const epoch of segmentEpochs(this.names)) {
      const name = segmentName(epoch);
      const segment = await this.guard(name, () => checkSegment(ground, epoch));
      if (segment === null) continue;
      this.bytes += segment.bytes;
      segments.push(segment);
    }
    for (const { epoch, fault } of segments) {
      if (fault !== null && !this.isOver(epoch, segments)) {
        this.fault(segmentName(epoch), 'wrong', fault);
      }
    }
    return segments;
  }

  /** A start has met it, kept it aside, and led on from what was left. */
  private isOver(epoch: number, segments: readonly CheckedSegment[]): boolean {
    const isKnown = this.damage.some(({ file }) => file === segmentName(epoch));
    return isKnown && segments.some((one) => one.isWhole && one.epoch > epoch);
  }

  /** What a successor read was there and whole. */
  private compareWithSuccessors(segments: readonly CheckedSegment[]): void {
    const all = new Map(segments.map((segment) => [segment.epoch, segment]));
    for (const { base } of segments) {
      if (base === null) continue;
      const read = all.get(base.epoch);
      if (read?.fault !== null || read.scan.cut.length >= base.length) continue;
      const what = `its successor read ${base.length} bytes, and ${read.scan.cut.length} are valid`;
      this.fault(segmentName(base.epoch), 'wrong', what);
    }
  }

  private async readNewest(ground: Ground, segments: readonly CheckedSegment[]): Promise<void> {
    const newest = segments.findLast(({ isWhole }) => isWhole);
    if (newest === undefined) {
      this.fault('store', 'wrong', 'no segment begins with a whole snapshot');
      return;
    }
    const name = segmentName(newest.epoch);
    const read = await this.guard(name, () => readSegment(ground, newest.epoch));
    this.newest = read?.recovered ?? null;
  }

  private async countPoints(ground: Ground): Promise<void> {
    const { newest } = this;
    if (newest === null) return;
    const ended = [...(newest.ended === null ? [] : [newest.ended.base]), ...newest.earlier];
    const cuts = new Map(ended.map((base) => [base.epoch, base]));
    const epochs = new Set([...historyEpochs(this.names), ...cuts.keys()]);
    for (const epoch of [...epochs].sort((a, b) => a - b)) {
      if (epoch > newest.base.epoch) continue;
      const name = historyName(epoch);
      await this.guard(name, async () => {
        const { bytes, fault } = await checkHistory(ground, epoch, cuts.get(epoch), this.points);
        this.bytes += bytes;
        if (fault !== null) this.fault(name, 'wrong', fault);
      });
    }
    this.points.add(newest.carried);
    for (const what of this.points.missing(newest.agents)) this.fault('store', 'wrong', what);
  }
}
