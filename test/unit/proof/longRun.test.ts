import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import type { Part } from '../../proof/part.ts';
import { parts } from '../../proof/parts.ts';
import { reliabilityPage } from '../../proof/page/reliabilityPage.ts';
import { scenarios } from '../../proof/page/scenarios.ts';
import { specification } from '../../proof/page/specification.ts';
import { countOf, isDone, isInSight, lossesOf, newRun, nextPiece } from '../../proof/state.ts';
import { readRun, take, writeRun, type RunState } from '../../proof/state.ts';

const root = join(import.meta.dirname, '../../..');

const part: Part = {
  name: 'kicks',
  title: 'It is kicked',
  unit: 'kicks',
  goal: { short: 10, full: 30 },
  how: 'Hard.',
  isParallel: true,
  run: () => Promise.resolve({ counts: {} }),
};

function aRun(): RunState {
  return newRun({
    scale: 'full',
    seed: 7,
    commit: 'abc',
    code: 'def',
    started: '2026-11-22T00:00:00.000Z',
  });
}

function kick(run: RunState, piece: number, counts = {}): void {
  take(run, part, piece, { outcome: { counts: { kicks: 10, ...counts } }, tookMs: 5 });
}

/** Whether a test is called so: the words alone may stand in a comment, or in a title that is no more. */
function hasTest(source: string, title: string): boolean {
  return [...source.matchAll(/\btest\(\s*(['"`])((?:(?!\1).)*)\1/g)].some(([, , called = '']) =>
    called.includes(title),
  );
}

suite('the long run', () => {
  test('goes on with the pieces that are missing, and ends at its goal', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ws-run-'));
    const path = join(folder, 'deeper', 'run.json');
    assert.equal(readRun(path), null);
    const run = aRun();
    assert.equal(nextPiece(run, part, [0]), 1);
    // The first was interrupted.
    kick(run, 1);
    writeRun(path, run);
    const later = readRun(path)!;
    assert.deepEqual([nextPiece(later, part, []), nextPiece(later, part, [0])], [0, 2]);
    assert.equal(isDone(later, part), false);
    assert.deepEqual([isInSight(later, part, 1), isInSight(later, part, 2)], [false, true]);
    kick(later, 0);
    kick(later, 2);
    assert.deepEqual([countOf(later, part), isDone(later, part)], [30, true]);
    rmSync(folder, { recursive: true });
  });

  test('counts what was lost, and gives up where nothing else comes', () => {
    const run = aRun();
    kick(run, 0, { lost: 2, missing: 1 });
    assert.equal(lossesOf(run, part), 3);
    const outcome = new Error('seed 3', { cause: new Error('a is lost') });
    for (const piece of [1, 2, 3]) take(run, part, piece, { outcome, tookMs: 1 });
    assert.deepEqual([lossesOf(run, part), isDone(run, part)], [6, true]);
    assert.match(reliabilityPage(run, [part]), /piece 3: seed 3: a is lost/);
  });

  test('what a part counts as lost is told as that, and in words, and counts once', () => {
    const run = aRun();
    const outcome = { counts: { kicks: 10, lost: 2 }, fault: '2 faults; lost: a 3 of client 1' };
    take(run, part, 0, { outcome, tookMs: 1 });
    assert.equal(lossesOf(run, part), 2);
    const page = reliabilityPage(run, [part]);
    assert.match(page, /\| lost \| 2 \|/);
    assert.match(page, /\| pieces that failed, .* \| 1 \|/);
    assert.match(page, /piece 0: 2 faults; lost: a 3 of client 1/);
  });

  test('the page says what was done, how often, and what is not done yet', () => {
    const run = aRun();
    kick(run, 0, { screams: 1_234 });
    const page = reliabilityPage(run, [part]);
    assert.match(page, /seed 7/);
    assert.match(page, /Not done yet: kicks/);
    assert.match(page, /\| `kicks` \| It is kicked \| 10 kicks \| 0 \|/);
    assert.match(page, /kicks 10; screams 1,234\./);
  });

  test('every scenario and every box names tests and parts that exist', () => {
    const all = [...scenarios, ...specification.flatMap(({ boxes }) => boxes)];
    for (const scenario of all) {
      for (const [file, title] of scenario.tests) {
        assert(hasTest(readFileSync(join(root, file), 'utf8'), title), `${file}: ${title}`);
      }
      for (const name of scenario.parts) {
        assert(
          parts.some((one) => one.name === name),
          name,
        );
      }
    }
  });
});
