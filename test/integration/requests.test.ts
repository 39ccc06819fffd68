import assert from 'node:assert/strict';
import type { SidecarConnection } from '../../client/connection/types.ts';
import type { Operation } from '../../shared/edits.ts';
import type { Method, ParamsOf, ResultOf } from '../../shared/protocol.ts';
import { plainCheckIn } from '../support/records.ts';
import { TestHome } from '../support/testHome.ts';

/** Requests that are sent again, over kills of the shipped sidecar. */
suite('a request that is sent again', function () {
  let home: TestHome;
  let connection: SidecarConnection;

  setup(() => {
    home = new TestHome();
    connection = home.connect('mcp');
  });

  teardown(() => home.dispose());

  /** Asks; what comes back again after a kill must be the same, and other arguments a conflict. */
  async function askTwice<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    other: ParamsOf<M>,
  ): Promise<ResultOf<M>> {
    const request_id = `of ${method}`;
    const first = await connection.request(method, { ...params, request_id });
    await home.killSidecar(connection);
    assert.deepEqual(await connection.request(method, { ...params, request_id }), first);
    await assert.rejects(connection.request(method, { ...other, request_id }), {
      code: 'CONFLICT',
    });
    return first;
  }

  async function versions(): Promise<Record<string, number>> {
    const { agents } = await connection.request('watchstander/fleet', {});
    return Object.fromEntries(agents.map(({ agent_id, version }) => [agent_id, version]));
  }

  test('is answered the same and changes nothing, whatever was asked', async () => {
    const agent_id = 'a';
    const report = (complexity: number) => ({ ...plainCheckIn, agent_id, complexity });
    const checkedIn = await askTwice('watchstander/checkIn', report(0.1), report(0.2));
    assert.equal(checkedIn.version, 1);
    await connection.request('watchstander/metadata', { agent_id, tags: ['theirs'] });
    const edit = { agent_id, expected_version: 1 };
    const edited = await askTwice(
      'watchstander/metadata',
      { ...edit, tags: ['mine'] },
      { ...edit, tags: ['other'] },
    );
    assert.deepEqual([edited.version, edited.tags, edited.merged], [3, ['theirs', 'mine'], true]);
    const act = { agent_id, expected_version: 1 };
    const paused = await askTwice(
      'watchstander/lifecycle',
      { ...act, act: 'pause' },
      { ...act, act: 'archive' },
    );
    assert.deepEqual([paused.version, paused.merge?.onto_version], [4, 3]);
    const operations: Operation[] = [
      { kind: 'lifecycle', act: 'resume', agent_id, expected_version: 4 },
      { kind: 'checkIn', ...report(0.3) },
      { kind: 'checkIn', ...report(0.4), agent_id: 'b' },
      { kind: 'metadata', agent_id: 'b', notes: 'n', append_notes: true },
    ];
    const { results } = await askTwice(
      'watchstander/transact',
      { operations },
      { operations: operations.slice(1) },
    );
    assert.deepEqual(
      results.map(({ version }) => version),
      [5, 6, 1, 2],
    );
    assert.deepEqual(await versions(), { a: 6, b: 2 });
  });

  test('transactions that a kill cuts short are there as a whole or not at all, and once', async () => {
    const agents = ['a', 'b', 'c'];
    const sent = Array.from({ length: 12 }, (_, turn) => {
      const operations = agents.map((agent_id): Operation => ({
        kind: 'checkIn',
        ...plainCheckIn,
        agent_id,
      }));
      return connection.request('watchstander/transact', { operations, request_id: `t${turn}` });
    });
    // The first answer says that some are stored and others are on their way.
    await Promise.race(sent);
    await home.killSidecar(connection);
    const answers = await Promise.all(sent);
    assert.equal(new Set(answers.map(({ revision }) => revision)).size, 12);
    assert.deepEqual(await versions(), { a: 12, b: 12, c: 12 });
    for (const agent_id of agents) {
      const { points } = await connection.request('watchstander/history', { agent_id });
      assert.deepEqual(
        points.map(({ request_id }) => request_id).sort(),
        Array.from({ length: 12 }, (_, turn) => `t${turn}`).sort(),
      );
    }
  });
});
