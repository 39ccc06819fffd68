// Runs inside an extension host: bundled, with the suites, by suite.ts.
import { appendFileSync } from 'node:fs';
import type Mocha from 'mocha';

/** What the host reports, one JSON line each; `suite.ts` reads them while they come. */
export type SuiteEvent =
  | { readonly kind: 'pass'; readonly title: string; readonly durationMs: number }
  | { readonly kind: 'fail'; readonly title: string; readonly error: string }
  | { readonly kind: 'pending'; readonly title: string };

/** By address, because a bundle in a temporary folder finds no package by name. */
export interface SuitePlaces {
  readonly resultFile: string;
  readonly mochaUrl: string;
}

/** Resolves when all passed; a rejection makes the host's exit code 1. */
export async function runMocha(load: () => void, places: SuitePlaces): Promise<void> {
  const loaded = (await import(places.mochaUrl)) as { default: typeof Mocha };
  const mocha = new loaded.default({
    ui: 'tdd',
    timeout: 120_000,
    forbidOnly: true,
    forbidPending: true,
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  load();
  const report = (event: SuiteEvent) => {
    appendFileSync(places.resultFile, `${JSON.stringify(event)}\n`);
  };
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${String(failures)} failed`));
    });
    runner.on('pass', (test) => {
      report({ kind: 'pass', title: test.fullTitle(), durationMs: test.duration ?? 0 });
    });
    runner.on('fail', (test, error: Error) => {
      report({ kind: 'fail', title: test.fullTitle(), error: error.stack ?? error.message });
    });
    runner.on('pending', (test) => {
      report({ kind: 'pending', title: test.fullTitle() });
    });
  });
}
