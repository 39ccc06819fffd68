import { delay, type Clock } from '../../shared/clock.ts';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { removeDrafts } from './log/format.ts';
import type { Ground } from './ground.ts';
import { historyPath, segmentPath } from './ground.ts';
import type { EndedEpoch, History } from './history/history.ts';
import { historyBytes, writeHistory } from './history/historyFile.ts';
import type { AnsweredRequests } from './answeredRequests.ts';
import { expireHistories, type Retention } from './history/retention.ts';
import { historyName, leftoversBelow, segmentEpochs } from './log/segment.ts';

export interface UpkeepParts {
  readonly ground: Ground;
  readonly history: History;
  readonly requests: AnsweredRequests;
  readonly retention: () => Retention;
  /** Null when this process leads no longer. */
  readonly leadingEpoch: () => number | null;
}

/** Segments that a leader leaves alone below its own: those whose leaders may still be looking. */
const keptBelow = 2;

/**
 * What is done beside the commits, after a start and after each rotation: histories of ended epochs,
 * retention, collection. Whatever fails is told and tried again the next time.
 */
export class Upkeep {
  private readonly parts: UpkeepParts;
  private running: Promise<void> | null = null;
  private pause: Disposable = toDisposable(() => undefined);
  private isDue = false;
  private bytes = 0;

  constructor(parts: UpkeepParts) {
    this.parts = parts;
  }

  /** Of everything but the current segment, when last looked at. */
  get otherBytes(): number {
    return this.bytes;
  }

  /** After a start: what nobody waits for comes after what somebody does. */
  begin(afterMs: number): void {
    if (afterMs === 0) this.run();
    else this.pause = this.parts.ground.clock.after(afterMs, () => this.run());
  }

  run(): void {
    if (!this.isLeading()) return;
    this.isDue = true;
    this.running ??= this.work();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    this.pause.dispose();
    await this.running;
  }

  private async work(): Promise<void> {
    while (this.isDue && this.isLeading()) {
      this.isDue = false;
      try {
        await this.tidy();
      } catch (error) {
        this.parts.ground.log(`store: tidying up is put off: ${String(error)}`);
      }
    }
    this.running = null;
  }

  private async tidy(): Promise<void> {
    const { history, ground, retention } = this.parts;
    await this.removeLeftovers();
    for (const ended of [...history.unwritten()].reverse()) {
      if (!this.isLeading()) return;
      await this.writeHistory(ended);
    }
    await expireHistories(ground, history.files, retention());
    await this.collect();
    await this.measure();
  }

  private async writeHistory(ended: EndedEpoch): Promise<void> {
    const { ground, history } = this.parts;
    const { base } = ended;
    const leader = this.parts.leadingEpoch();
    if (leader === null) return;
    const points = await history.pointsOf(ended);
    if (points === null) return;
    // An epoch without points needs no file: whoever looks again finds the same.
    if (!points.isEmpty && (await ground.fs.facts(historyPath(ground, base.epoch))) === null) {
      const path = `${ground.folder}/${historyName(base.epoch)}.by-${String(leader).padStart(10, '0')}`;
      if ((await ground.fs.facts(path)) !== null) await ground.fs.unlink(path);
      const pieces = paced(ground.clock, historyBytes(ground, base, points));
      await writeHistory(ground, base, { path, pieces });
    }
    history.written(base.epoch);
  }

  /**
   * Removes segments that nothing needs: far enough below, their histories durable, no repeated
   * request answered from them. Lowest first, so that whoever misses its successor misses itself.
   */
  private async collect(): Promise<void> {
    const { ground, history, requests } = this.parts;
    const leader = this.parts.leadingEpoch();
    if (leader === null) return;
    // Another process may have written a history; its name must be durable before its segment goes.
    await ground.fs.syncFolder(ground.folder);
    const needed = new Set(history.unwritten().map(({ base }) => base.epoch));
    const lowestAnswer = requests.oldestEpoch;
    const epochs = segmentEpochs(await ground.fs.list(ground.folder));
    const candidates = epochs.filter((epoch) => epoch < leader - keptBelow);
    if (!ground.rules.collectAscending) candidates.reverse();
    for (const epoch of candidates) {
      if (needed.has(epoch) || epoch >= lowestAnswer || !this.isLeading()) return;
      await ground.fs.unlink(segmentPath(ground, epoch));
    }
  }

  private async removeLeftovers(): Promise<void> {
    const { ground } = this.parts;
    const leader = this.parts.leadingEpoch() ?? 0;
    const names = await ground.fs.list(ground.folder);
    for (const name of leftoversBelow(names, leader - keptBelow)) {
      await ground.fs.unlink(`${ground.folder}/${name}`);
    }
    await removeDrafts(ground.fs, ground.folder);
  }

  private async measure(): Promise<void> {
    const { ground } = this.parts;
    const names = await ground.fs.list(ground.folder);
    const current = segmentPath(ground, this.parts.leadingEpoch() ?? 0);
    const paths = names.map((name) => `${ground.folder}/${name}`);
    let bytes = 0;
    for (const path of paths) {
      if (path !== current) bytes += (await ground.fs.facts(path))?.size ?? 0;
    }
    this.bytes = bytes;
  }

  private isLeading(): boolean {
    return this.parts.leadingEpoch() !== null;
  }
}

const paceBytes = 256 * 1024;

/** Larger pieces with pauses between them, in which commits go on. */
async function* paced(clock: Clock, pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  let some: Buffer[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    some.push(piece);
    bytes += piece.length;
    if (bytes < paceBytes) continue;
    yield Buffer.concat(some);
    await delay(clock, 0);
    some = [];
    bytes = 0;
  }
  if (some.length > 0) yield Buffer.concat(some);
}
