import process from 'node:process';
import type { Runner } from 'mocha';
import { whyUntried } from '../support/notTried.ts';

/** What a process of tests tells the one that started it. */
export type TestEvent =
  | { readonly kind: 'passed' | 'skipped'; readonly title: string }
  | { readonly kind: 'failed'; readonly title: string; readonly error: string }
  /** This machine does not let it run. */
  | { readonly kind: 'untried'; readonly title: string; readonly reason: string }
  /** No more tests: the process has nothing left to do. */
  | { readonly kind: 'over' };

// The programs that tests start compile as they do for a user.
delete process.env['NODE_COMPILE_CACHE'];

/** A mocha reporter: every result goes to `runJob`, as it comes. */
export default function report(runner: Runner): void {
  const tell = (event: TestEvent): void => void process.send?.(event);
  runner.on('pass', (test) => {
    const [title, reason] = [test.fullTitle(), whyUntried(test)];
    tell(reason === null ? { kind: 'passed', title } : { kind: 'untried', title, reason });
  });
  runner.on('pending', (test) => tell({ kind: 'skipped', title: test.fullTitle() }));
  runner.on('fail', (test, error: Error) => {
    tell({ kind: 'failed', title: test.fullTitle(), error: error.stack ?? error.message });
  });
  runner.on('end', () => tell({ kind: 'over' }));
}
