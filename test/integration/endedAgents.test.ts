import assert from 'node:assert/strict';
import { join } from 'node:path';
import { systemClock, timestampOf } from '../../shared/clock.ts';
import { ownIdentity } from '../../server/process/identity.ts';
import { openFileStore } from '../../server/store/openFileStore.ts';
import { plainCheckIn } from '../support/records.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { sampleCheckIn } from '../unit/store/samples.ts';

/** A home in which agent `a` checked in once, eight days ago. */
async function oldHome(): Promise<TestHome> {
  const home = new TestHome();
  const store = await openFileStore({
    folder: join(home.path, 'store'),
    clock: systemClock,
    identity: await ownIdentity(),
    log: () => undefined,
  });
  const { patch, ...mutation } = sampleCheckIn('a', 1);
  const last_update = timestampOf(systemClock.wallMs() - 8 * 86_400_000);
  await store.commit([{ ...mutation, patch: { ...patch, last_update } }]);
  await store.close();
  return home;
}

suite('an agent that ended long ago', function () {
  let home: TestHome;

  setup(async () => {
    home = await oldHome();
  });

  teardown(() => home.dispose());

  test('is archived by the shipped sidecar, stays so over a kill, and comes back', async () => {
    const connection = home.connect('mcp');
    const detail = () => connection.request('watchstander/agent', { agent_id: 'a' });
    await until('it archived', async () => (await detail()).row.lifecycle_status === 'archived');
    await home.killSidecar(connection);
    const { record, history_size } = await detail();
    assert.deepEqual(
      [record.version, history_size, record.events.at(-1)?.by, record.statistics.approve],
      [2, 0, 'policy', 1],
    );
    assert.equal((await connection.request('watchstander/checkIn', plainCheckIn)).version, 3);
    const { points } = await connection.request('watchstander/history', { agent_id: 'a' });
    assert.deepEqual(
      points.map(({ version }) => version),
      [3],
    );
  });
});
