import process from 'node:process';
import type { Part } from './part.ts';
import { countOf, lossesOf, type RunState } from './state.ts';

/** A line now and then where nobody watches; one that changes on a terminal. */
const quietMs = 10_000;

/** Says how far a part is and how long it may still take. */
export class Progress {
  private readonly run: RunState;
  private readonly startedMs = performance.now();
  private readonly startedAt: number;
  private saidMs = -Infinity;
  private readonly part: Part;

  constructor(run: RunState, part: Part) {
    this.run = run;
    this.part = part;
    this.startedAt = countOf(run, part);
  }

  say(): void {
    const nowMs = performance.now();
    if (!process.stdout.isTTY && nowMs - this.saidMs < quietMs) return;
    this.saidMs = nowMs;
    process.stdout.write(process.stdout.isTTY ? `\r\u001b[2K${this.line()}` : `${this.line()}\n`);
  }

  end(): void {
    const start = process.stdout.isTTY ? '\r\u001b[2K' : '';
    process.stdout.write(`${start}${this.line()}\n`);
  }

  private line(): string {
    const { name, unit, goal } = this.part;
    const wanted = goal[this.run.scale];
    const count = countOf(this.run, this.part);
    const lost = lossesOf(this.run, this.part);
    const seconds = Math.round((performance.now() - this.startedMs) / 1_000);
    const left = this.secondsLeft(count, wanted);
    const estimate = left === null || count >= wanted ? '' : `, about ${formatTime(left)} left`;
    const shown = `${count.toLocaleString('en')} of ${wanted.toLocaleString('en')} ${unit}`;
    return `${name}: ${shown}, lost ${lost}, ${formatTime(seconds)}${estimate}`;
  }

  private secondsLeft(count: number, wanted: number): number | null {
    const made = count - this.startedAt;
    if (made <= 0) return null;
    return (((performance.now() - this.startedMs) / 1_000) * (wanted - count)) / made;
  }
}

export function formatTime(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
