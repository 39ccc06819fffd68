import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { requestWithRetry, type Line } from '../../../client/connection/retry.ts';
import type { Clock } from '../../../shared/clock.ts';
import { failures, toFailure, WatchstanderError } from '../../../shared/errors.ts';
import { toDisposable } from '../../../shared/lifecycle.ts';

/** Nothing is waited for: each timer runs in the next turn, and by then its time has passed. */
function hurriedClock(): Clock {
  let nowMs = 0;
  return {
    wallMs: () => nowMs,
    monotonicMs: () => nowMs,
    every: () => toDisposable(() => undefined),
    after(delayMs, run) {
      const turn = setImmediate(() => {
        nowMs += delayMs;
        run();
      });
      return toDisposable(() => clearImmediate(turn));
    },
  };
}

function sourceOf(send: Line['send']): Parameters<typeof requestWithRetry>[0] {
  const line: Line = { send, drop: () => undefined };
  return { clock: hurriedClock(), line: () => Promise.resolve(line) };
}

function refusedWith(error: WatchstanderError): Promise<never> {
  return Promise.reject(Object.assign(new Error(error.message), { data: toFailure(error) }));
}

const lifecycle = { agent_id: 'a', act: 'pause' } as const;

suite('a request, sent again until it is answered', () => {
  test('all tries of a change carry one request id', async () => {
    const ids = new Set<unknown>();
    let tries = 0;
    const source = sourceOf((_method, params) => {
      ids.add((params as { request_id?: unknown }).request_id);
      tries += 1;
      return tries < 5 ? Promise.reject(new Error('the line is gone')) : Promise.resolve('done');
    });
    assert.equal(await requestWithRetry(source, 'watchstander/lifecycle', lifecycle), 'done');
    assert.deepEqual([tries, ids.size, typeof [...ids][0]], [5, 1, 'string']);
  });

  test('in the end it fails with what the sidecar said last, not with how long it took', async () => {
    let tries = 0;
    const full = new WatchstanderError('UNAVAILABLE', 'The disk is full.', 'Make room.');
    const source = sourceOf(() => {
      tries += 1;
      return refusedWith(full);
    });
    const asked = requestWithRetry(source, 'watchstander/lifecycle', lifecycle);
    await assert.rejects(asked, { code: 'UNAVAILABLE', message: full.message });
    assert.ok(tries > 5 && tries < 40, `${tries} tries in 10 s`);
  });

  test('a refusal that stays one is not repeated', async () => {
    let tries = 0;
    const source = sourceOf(() => {
      tries += 1;
      return refusedWith(failures.unknownAgent('a'));
    });
    const asked = requestWithRetry(source, 'watchstander/lifecycle', lifecycle);
    await assert.rejects(asked, { code: 'NOT_FOUND' });
    assert.equal(tries, 1);
  });

  test('of a fenced change it says so, whoever is missing afterwards', async () => {
    const locked = new WatchstanderError('LOCKED', 'Another process leads.', 'End it.');
    const fenced: Line = { send: () => refusedWith(failures.fenced()), drop: () => undefined };
    const lines = [fenced];
    const source = {
      clock: hurriedClock(),
      line: () => {
        const line = lines.shift();
        return line === undefined ? Promise.reject(locked) : Promise.resolve(line);
      },
    };
    const ask = () => requestWithRetry(source, 'watchstander/lifecycle', lifecycle);
    await assert.rejects(ask(), { code: 'FENCED' });
    await assert.rejects(ask(), { code: 'LOCKED' });
  });
});
