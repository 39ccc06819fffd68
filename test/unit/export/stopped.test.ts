import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abortable, orAborted } from '../../../client/connection/abortable.ts';
import type { Sidecar } from '../../../client/connection/pages.ts';
import { exportAgent } from '../../../client/export/agentExport.ts';
import { systemClock } from '../../../shared/clock.ts';

const pages = 5;

suite('an export that is stopped', () => {
  let home: string;

  setup(() => {
    home = mkdtempSync(join(tmpdir(), 'ws-export-'));
  });

  teardown(() => rmSync(home, { recursive: true }));

  /** Answers with pages until `last`, and never after it. */
  function sidecar(last: number, onLast: () => void): Sidecar {
    let page = 0;
    const answer = (method: string): unknown => {
      if (method === 'watchstander/agent') return { record: { agent_id: 'a', version: 9 } };
      page += 1;
      if (page === last) onLast();
      if (page >= last) return new Promise(() => undefined);
      const next = page < pages ? { next_cursor: String(page) } : {};
      return { points: [{ version: page }], total: pages, ...next };
    };
    return { request: (method: string) => Promise.resolve(answer(method)) } as Sidecar;
  }

  function writeAgent(from: Sidecar): Promise<unknown> {
    return exportAgent('a', { format: 'json' }, { sidecar: from, clock: systemClock, home });
  }

  test('does not wait for the answer that it waited for, and leaves no file', async () => {
    const stop = new AbortController();
    const from = sidecar(3, () => {
      assert.equal(readdirSync(join(home, 'exports')).length, 1, 'it was being written');
      queueMicrotask(() => stop.abort());
    });
    await assert.rejects(writeAgent(abortable(from, stop.signal)), { name: 'AbortError' });
    assert.deepEqual(readdirSync(join(home, 'exports')), []);
  });

  test('asks nothing when it was stopped before', async () => {
    const from = sidecar(1, () => assert.fail('it asked'));
    await assert.rejects(writeAgent(abortable(from, AbortSignal.abort())), { name: 'AbortError' });
    assert.equal(existsSync(join(home, 'exports')), false);
  });

  test('is whole when nobody stops it', async () => {
    const from = abortable(
      sidecar(pages + 1, () => undefined),
      new AbortController().signal,
    );
    await writeAgent(from);
    assert.match(readdirSync(join(home, 'exports')).join(), /^agent-a-\w+-\d+\.json$/u);
  });

  test('what is waited for tells how it ended, if that comes first', async () => {
    const { signal } = new AbortController();
    assert.equal(await orAborted(Promise.resolve(1), signal), 1);
    await assert.rejects(orAborted(Promise.reject(new Error('no')), signal), { message: 'no' });
    const never = new Promise(() => undefined);
    await assert.rejects(orAborted(never, AbortSignal.abort()), { name: 'AbortError' });
  });
});
