/** A place in a text as editors show it: both count from 1; columns are UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Offsets of a text as places and back. Lines end with \n, \r\n or \r. */
export class Lines {
  /** Offset of the first character of each line. */
  private readonly starts: number[] = [0];
  private readonly length: number;

  constructor(text: string) {
    this.length = text.length;
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
      this.starts.push(index + end.length);
    }
  }

  placeOf(offset: number): Place {
    let [low, high] = [0, this.starts.length];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }

  /** The nearest offset that there is. */
  offsetOf({ line, column }: Place): number {
    const start = this.starts[line - 1] ?? this.length;
    const end = this.starts[line] ?? this.length;
    return Math.min(start + column - 1, end);
  }
}
