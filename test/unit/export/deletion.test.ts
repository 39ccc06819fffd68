import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sidecar } from '../../../client/connection/pages.ts';
import { deleteAgent } from '../../../client/export/agentDeletion.ts';
import { systemClock } from '../../../shared/clock.ts';
import { failures, WatchstanderError } from '../../../shared/errors.ts';
import { aDetail, aPoint } from '../mcp/samples.ts';

suite('a deletion with a copy', () => {
  let home: string;
  let exports: string;

  setup(() => {
    home = fs.mkdtempSync(join(tmpdir(), 'ws-delete-'));
    exports = join(home, 'exports');
  });

  teardown(() => fs.rmSync(home, { recursive: true }));

  /** A sidecar that gives the agent, and says no to its deletion. */
  function refusing(error: Error, before: () => void = () => undefined): Sidecar {
    const request = (method: string): Promise<unknown> => {
      if (method === 'watchstander/agent') return Promise.resolve(aDetail());
      if (method === 'watchstander/history') {
        return Promise.resolve({ points: [aPoint(1)], total: 1 });
      }
      before();
      return Promise.reject(error);
    };
    return { request } as Sidecar;
  }

  async function failureOf(sidecar: Sidecar): Promise<WatchstanderError> {
    const deletion = deleteAgent('a', { backup: true }, { sidecar, clock: systemClock, home });
    const error: unknown = await deletion.then(
      () => assert.fail('it was refused'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof WatchstanderError);
    return error;
  }

  test('that may have been stored, or found the agent gone, keeps the copy and names it', async () => {
    const unknown = [
      failures.unavailable('The sidecar did not answer in time.'),
      failures.fenced(),
      new WatchstanderError('LOCKED', 'Another holds the store.', 'End it.'),
      new WatchstanderError('INTERNAL', 'It broke.', 'Report it.'),
      failures.deleted('a'),
      failures.unknownAgent('a'),
    ];
    for (const error of unknown) {
      const told = await failureOf(refusing(error));
      const [name = ''] = fs.readdirSync(exports);
      assert.deepEqual([told.code, told.nextStep], [error.code, error.nextStep]);
      const kept = join(exports, name);
      assert.equal(
        told.message,
        `${error.message} The agent may be gone; its copy stays at ${kept}.`,
      );
      fs.rmSync(kept);
    }
  });

  test('that was refused leaves no file', async () => {
    const error = failures.paused('a', null, 'person');
    assert.equal(await failureOf(refusing(error)), error);
    assert.deepEqual(fs.readdirSync(exports), []);
  });

  test('that was refused says so, also when its file cannot be removed', async () => {
    const error = failures.paused('a', null, 'person');
    const told = await failureOf(refusing(error, () => fs.rmSync(exports, { recursive: true })));
    assert.equal(told, error);
  });
});
