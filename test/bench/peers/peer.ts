import type { CheckInParams } from '../../../shared/protocol.ts';

/** Something that takes the fixed message; opened once, driven in turns with the others. */
export interface Contender {
  /** The answer comes when its promise resolves; what is not a promise is there at once. */
  readonly ask: (message: CheckInParams) => unknown;
  /** The process at the other end; null where the work is done in this one. */
  readonly pid: number | null;
  readonly close: () => void | Promise<void>;
}

export type OpenContender = (folder: string) => Contender | Promise<Contender>;
