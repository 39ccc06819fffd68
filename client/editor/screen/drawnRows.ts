import type { Clock } from '../../../shared/clock.ts';

/** A row as it was drawn, with the context by which the manifest offers commands on it. */
export interface DrawnRow {
  readonly agentId: string;
  readonly alertId?: string;
  readonly context: string;
}

interface Drawing {
  readonly row: DrawnRow;
  /** When it was replaced; null while it is the newest one. */
  readonly replacedMs: number | null;
}

/** So long a slow screen may show what was replaced, and a press on it be on its way. */
const onScreenMs = 5_000;

/**
 * What a tree has on the screen, by node. A press on a row that VS Code has lost can only have been on
 * one that offered the command: where that is a single one, nobody needs to be asked which. What was
 * replaced a moment ago counts too, or a press on a row that is no more would go to another.
 */
export class DrawnRows {
  private readonly clock: Clock;
  private readonly drawings = new Map<string, readonly Drawing[]>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  note(key: string, row: DrawnRow): void {
    const [newest] = this.recent(key);
    if (newest?.replacedMs === null && newest.row.context === row.context) return;
    this.drawings.set(key, [{ row, replacedMs: null }, ...this.replaced(key)]);
  }

  /** Forgets the rows that are gone, as soon as nobody can have them before them. */
  keep(isThere: (row: DrawnRow) => boolean): void {
    for (const [key, [newest]] of this.drawings) {
      if (newest !== undefined && isThere(newest.row)) continue;
      const left = this.replaced(key);
      if (left.length === 0) this.drawings.delete(key);
      else this.drawings.set(key, left);
    }
  }

  /** Those that offer, or a moment ago offered, what is offered in this context. */
  offering(context: RegExp): readonly DrawnRow[] {
    return [...this.drawings.keys()].flatMap((key) =>
      this.recent(key)
        .map(({ row }) => row)
        .filter((row) => context.test(row.context)),
    );
  }

  private replaced(key: string): readonly Drawing[] {
    const nowMs = this.clock.monotonicMs();
    return this.recent(key).map(({ row, replacedMs }) => ({
      row,
      replacedMs: replacedMs ?? nowMs,
    }));
  }

  private recent(key: string): readonly Drawing[] {
    const nowMs = this.clock.monotonicMs();
    return (this.drawings.get(key) ?? []).filter(
      ({ replacedMs }) => replacedMs === null || nowMs - replacedMs < onScreenMs,
    );
  }
}
