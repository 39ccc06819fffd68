import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { Board, describe } from '../../runner/board.ts';
import type { Job } from '../../runner/layers.ts';
import type { TestEvent } from '../../runner/reporter.ts';
import { runJob } from '../../runner/runJob.ts';

const support = join(import.meta.dirname, '../../support/notTried.ts');

suite('the runner', () => {
  test('what a machine does not let run has not passed, fails nothing, and is said with its reason', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ws-runner-'));
    const file = join(folder, 'some.test.mjs');
    writeFileSync(
      file,
      `import { notTried } from ${JSON.stringify(support)};
       suite('some', () => {
         notTried('no moon');
         notTried('no moon');
         test('runs', () => undefined);
       });`,
    );
    const job: Job = { layer: 'unit', files: [file], kind: 'works' };
    const heard: TestEvent[] = [];
    await runJob(job, join(folder, 'output'), (event) => heard.push(event));
    rmSync(folder, { recursive: true });
    const board = new Board([job]);
    assert.equal(board.sayUntried(), '');
    for (const event of heard) board.hear(job, event);
    assert.equal(describe(board.sum), '1 passed, 0 failed, 0 skipped');
    assert.equal(board.sayUntried(), 'not tried: 2 (no moon)\n');
  });
});
