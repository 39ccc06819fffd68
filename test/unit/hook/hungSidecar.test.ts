import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { forgetHung, isHung, rememberHung } from '../../../client/hook/hungSidecar.ts';
import { homeLayout } from '../../../shared/home.ts';
import { ManualClock } from '../../support/manualClock.ts';

suite('a sidecar that left a hook without an answer', () => {
  const home = mkdtempSync(join(tmpdir(), 'ws-hung-'));
  const manual = new ManualClock();
  let nowMs = 0;
  const clock = Object.assign(manual, { wallMs: () => nowMs });

  suiteSetup(() => {
    mkdirSync(join(home, homeLayout.run));
    writeFileSync(join(home, homeLayout.token), 'a token');
    publish(1);
  });

  suiteTeardown(() => rmSync(home, { recursive: true }));

  function publish(epoch: number): void {
    writeFileSync(join(home, homeLayout.endpoint), JSON.stringify({ address: 'a', epoch, pid: 1 }));
  }

  function remember(): void {
    rememberHung(home);
    nowMs = statSync(join(home, homeLayout.unanswered)).mtimeMs;
  }

  test('is remembered for half a minute, or until it answers again', () => {
    assert.equal(isHung(home, clock), false);
    remember();
    assert.equal(isHung(home, clock), true);
    nowMs += 29_999;
    assert.equal(isHung(home, clock), true);
    nowMs += 1;
    assert.equal(isHung(home, clock), false);
    remember();
    forgetHung(home);
    assert.equal(isHung(home, clock), false);
  });

  test('says nothing of its successor, nor when the clock was set back', () => {
    remember();
    nowMs -= 1;
    assert.equal(isHung(home, clock), false);
    nowMs += 1;
    publish(2);
    assert.equal(isHung(home, clock), false);
    publish(1);
    assert.equal(isHung(home, clock), true);
  });

  test('is looked at while hooks beside it write the mark and remove it', async () => {
    remember();
    const beside = new Worker(
      `const { rmSync, writeFileSync } = require('node:fs');
       const { workerData: path } = require('node:worker_threads');
       for (;;) { writeFileSync(path, '1'); rmSync(path); }`,
      { eval: true, workerData: join(home, homeLayout.unanswered) },
    );
    const looks = { hung: 0, not: 0 };
    const always = { ...clock, wallMs: () => Date.now() + 1_000 };
    try {
      while (looks.hung < 200 || looks.not < 200) {
        looks[isHung(home, always) ? 'hung' : 'not'] += 1;
        if ((looks.hung + looks.not) % 100 === 0) await setImmediate();
      }
    } finally {
      await beside.terminate();
      forgetHung(home);
    }
  });

  test('is not there when the mark cannot be read', () => {
    mkdirSync(join(home, homeLayout.unanswered));
    nowMs = statSync(join(home, homeLayout.unanswered)).mtimeMs;
    assert.equal(isHung(home, clock), false);
    rmSync(join(home, homeLayout.unanswered), { recursive: true });
  });
});
