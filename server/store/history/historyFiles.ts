import type { HistoryPoint } from '../../../shared/model.ts';
import { codeOf } from '../disk/fs.ts';
import type { Ground } from '../ground.ts';
import { DamagedHistory, readChunk, readHistoryIndex } from './historyFile.ts';
import type { Chunk, HistoryIndex } from './historyFile.ts';
import { historyEpochs, historyName } from '../log/segment.ts';

/** Agents whose places in history files are kept in memory, over all files. */
const rememberedAgents = 100_000;

/** The history files of a store, their indexes read once. */
export class HistoryFiles {
  private readonly ground: Ground;
  private readonly indexes = new Map<number, HistoryIndex | null>();
  private remembered = 0;

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** Epochs that have one, lowest first. */
  async epochs(): Promise<number[]> {
    return historyEpochs(await this.ground.fs.list(this.ground.folder));
  }

  /** Null when the file went (retention) or is damaged, which is told. */
  async index(epoch: number): Promise<HistoryIndex | null> {
    const known = this.indexes.get(epoch);
    if (known !== undefined) return known;
    const index = await this.orElse(epoch, null, () => readHistoryIndex(this.ground, epoch));
    this.remember(epoch, index);
    return index;
  }

  /** None when the file went or is damaged, which is told. */
  points(epoch: number, chunk: Chunk): Promise<HistoryPoint[]> {
    return this.orElse(epoch, [], () => readChunk(this.ground, epoch, chunk));
  }

  forget(epoch: number): void {
    this.remembered -= this.sizeOf(epoch);
    this.indexes.delete(epoch);
  }

  private sizeOf(epoch: number): number {
    return this.indexes.get(epoch)?.agents.size ?? 0;
  }

  private remember(epoch: number, index: HistoryIndex | null): void {
    this.indexes.set(epoch, index);
    this.remembered += this.sizeOf(epoch);
    for (const oldest of this.indexes.keys()) {
      if (this.remembered <= rememberedAgents || oldest === epoch) break;
      this.forget(oldest);
    }
  }

  private async orElse<T>(epoch: number, otherwise: T, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return otherwise;
      if (!(error instanceof DamagedHistory)) throw error;
      this.ground.log(
        `store: ${historyName(epoch)} is damaged, points are missing: ${error.message}`,
      );
      return otherwise;
    }
  }
}
