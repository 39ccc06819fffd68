import { relative } from 'node:path';
import process from 'node:process';
import type { Job } from './layers.ts';
import type { TestEvent } from './reporter.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface LayerSoFar extends Counts {
  jobsLeft: number;
  workMs: number;
}

/** What a person sees of a run: failures at once, every job and layer when it has ended. */
export class Board {
  readonly sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  private readonly untried: string[] = [];
  private readonly layers = new Map<string, LayerSoFar>();
  private jobsLeft: number;

  constructor(jobs: readonly Job[]) {
    this.jobsLeft = jobs.length;
    for (const { layer } of jobs) this.of(layer).jobsLeft += 1;
  }

  hear({ layer }: Job, event: TestEvent): void {
    if (event.kind === 'over') return;
    if (event.kind === 'untried') {
      this.untried.push(event.reason);
      return;
    }
    this.sum[event.kind] += 1;
    this.of(layer)[event.kind] += 1;
    if (event.kind === 'failed') {
      this.write(`\n  FAILED ${event.title}\n${indented(event.error)}\n\n`);
    }
    this.writeLive(`${layer}: ${event.title}`);
  }

  /** The output of a job comes in one piece: several run at once. */
  end({ layer, files }: Job, tookMs: number, output: string): void {
    const soFar = this.of(layer);
    soFar.jobsLeft -= 1;
    soFar.workMs += tookMs;
    this.jobsLeft -= 1;
    const [first = ''] = files;
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    this.write(`  ${relative('test', first)}${more}: ${secondsOf(tookMs)}\n${output}`);
    if (soFar.jobsLeft === 0) {
      this.write(`${layer}: ${describe(soFar)} in ${secondsOf(soFar.workMs)}\n`);
    }
  }

  /** A line for what this machine did not let run; it has neither passed nor failed. */
  sayUntried(): string {
    const reasons = [...new Set(this.untried)];
    return reasons.length === 0
      ? ''
      : `not tried: ${this.untried.length} (${reasons.join(', ')})\n`;
  }

  private of(layer: string): LayerSoFar {
    const known = this.layers.get(layer);
    if (known !== undefined) return known;
    const fresh = { passed: 0, failed: 0, skipped: 0, jobsLeft: 0, workMs: 0 };
    this.layers.set(layer, fresh);
    return fresh;
  }

  private write(text: string): void {
    process.stdout.write(process.stdout.isTTY ? `\r\u001b[2K${text}` : text);
  }

  /** One line that is always the last, where lines can be taken back. */
  private writeLive(latest: string): void {
    if (!process.stdout.isTTY) return;
    const line = `${describe(this.sum)}, ${this.jobsLeft} jobs left  ${latest}`;
    this.write(line.slice(0, process.stdout.columns - 1));
  }
}

export function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export function secondsOf(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
