import { writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Runner, Test } from 'mocha';

/** What one layer came to; `test/run.ts` reads it from the file that WATCHSTANDER_LAYER_FILE names. */
export interface LayerCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A mocha reporter: one live line while a layer runs, then only what went wrong. */
export default class LayerReporter {
  private readonly counts: LayerCounts = { passed: 0, failed: 0, skipped: 0 };
  private readonly name = process.env['WATCHSTANDER_LAYER'] ?? 'tests';

  constructor(runner: Runner) {
    const total = runner.total;
    runner.on('pass', (test) => this.count('passed', test, total));
    runner.on('pending', (test) => this.count('skipped', test, total));
    runner.on('fail', (test, error: Error) => {
      this.clearLine();
      process.stdout.write(
        `\n  FAILED ${test.fullTitle()}\n${indent(error.stack ?? error.message)}\n\n`,
      );
      this.count('failed', test, total);
    });
    runner.on('end', () => this.finish());
  }

  private count(kind: keyof LayerCounts, test: Test, total: number): void {
    this.counts[kind] += 1;
    if (!process.stdout.isTTY) return;
    const done = this.counts.passed + this.counts.failed + this.counts.skipped;
    this.clearLine();
    process.stdout.write(`${this.name}: ${done} of ${total}  ${test.title.slice(0, 60)}`);
  }

  private clearLine(): void {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  }

  private finish(): void {
    this.clearLine();
    const file = process.env['WATCHSTANDER_LAYER_FILE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(this.counts));
  }
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
