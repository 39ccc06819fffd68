import { Buffer } from 'node:buffer';

const newline = 0x0a;

/**
 * Cuts a stream of bytes into lines. A line longer than `maxBytes` is dropped as it arrives, so that
 * a client without manners costs no memory; the lines after it are read as usual.
 */
export class LineReader {
  private parts: Buffer[] = [];
  private heldBytes = 0;
  private readonly maxBytes: number;
  private readonly onLine: (line: string) => void;
  private readonly onTooLong: () => void;

  constructor(maxBytes: number, onLine: (line: string) => void, onTooLong: () => void) {
    this.maxBytes = maxBytes;
    this.onLine = onLine;
    this.onTooLong = onTooLong;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      this.hold(chunk.subarray(start, end));
      this.finishLine();
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
  }

  private hold(part: Buffer): void {
    this.heldBytes += part.length;
    if (this.heldBytes > this.maxBytes) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  private finishLine(): void {
    const isWhole = this.heldBytes <= this.maxBytes;
    const line = Buffer.concat(this.parts).toString('utf8').trim();
    this.parts = [];
    this.heldBytes = 0;
    if (!isWhole) this.onTooLong();
    else if (line !== '') this.onLine(line);
  }
}
