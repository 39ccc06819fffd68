/** A position in a segment: how many frames and bytes come before it. */
export interface Cut {
  readonly index: number;
  readonly length: number;
}

export function segmentName(epoch: number): string {
  return `seg-${String(epoch).padStart(10, '0')}`;
}

export function historyName(epoch: number): string {
  return `hist-${String(epoch).padStart(10, '0')}`;
}

/** What a leader writes to see whether there is room. */
export function roomName(epoch: number): string {
  return `room-${String(epoch).padStart(10, '0')}`;
}

/** Half-made files of leaders below `epoch`. */
export function leftoversBelow(names: readonly string[], epoch: number): string[] {
  return names.filter((name) => {
    const leader = /^(?:hist-\d{10}\.by|room)-(\d{10})$/.exec(name)?.[1];
    return leader !== undefined && Number(leader) < epoch;
  });
}

/** Epochs of the segments among these names, lowest first. */
export function segmentEpochs(names: readonly string[]): number[] {
  return epochsOf(names, /^seg-(\d{10})$/);
}

export function historyEpochs(names: readonly string[]): number[] {
  return epochsOf(names, /^hist-(\d{10})$/);
}

function epochsOf(names: readonly string[], pattern: RegExp): number[] {
  const epochs: number[] = [];
  for (const name of names) {
    const digits = pattern.exec(name)?.[1];
    if (digits !== undefined) epochs.push(Number(digits));
  }
  return epochs.sort((a, b) => a - b);
}
