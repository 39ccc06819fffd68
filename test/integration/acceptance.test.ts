import assert from 'node:assert/strict';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { initialState } from '../../server/governance/state.ts';
import { step } from '../../server/governance/step.ts';
import { defaultSettings } from '../../server/governance/settings.ts';
import type { CheckIn, CheckInResult } from '../../shared/model.ts';
import { plainCheckIn } from '../support/records.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { TestHome } from '../support/testHome.ts';

/** The scenarios of the specification, in its order, against the shipped sidecar. */
suite('acceptance of the specification', () => {
  let home: TestHome;
  let connection: SidecarConnection;

  setup(() => {
    home = new TestHome();
    connection = home.connect('mcp');
  });

  teardown(() => home.dispose());

  function report(change: Partial<CheckIn> = {}): Promise<CheckInResult> {
    return connection.request('watchstander/checkIn', { ...plainCheckIn, ...change });
  }

  test('ten updates at once: all succeed, ten points, no version twice, nothing non-finite', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => report()));
    assert.deepEqual(
      results.map(({ version }) => version).sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    const { points } = await connection.request('watchstander/history', { agent_id: 'a' });
    assert.equal(points.length, 10);
    const numbers = points.flatMap((point) =>
      Object.values(point).filter((v) => typeof v === 'number'),
    );
    assert.ok(numbers.length >= 100 && numbers.every(Number.isFinite));
  });

  test('five updates, kill -9, restart: the sixth is bit for bit as without the restart', async () => {
    const random = seededRandom(7);
    const checkIns = Array.from({ length: 6 }, () => ({
      ...plainCheckIn,
      parameters: Array.from({ length: 128 }, () => random.uniform()),
      ethical_drift: [random.uniform(), 0, 0],
    }));
    for (const checkIn of checkIns.slice(0, 5)) await report(checkIn);
    await home.killSidecar(connection);
    const sixth = await report(checkIns[5]);
    assert.equal(sixth.metrics.updates, 6);
    let state = initialState();
    for (const checkIn of checkIns) ({ state } = step(state, checkIn, defaultSettings));
    const { E, I, S, V, coherence, lambda1, time } = sixth.metrics;
    assert.deepEqual(
      [E, I, S, V, coherence, lambda1, time],
      [state.E, state.I, state.S, state.V, state.coherence, state.lambda1, state.time],
    );
  });

  test('ten chaotic updates and ten good ones: λ falls, then all is well again', async () => {
    const random = seededRandom(11);
    let last = await report();
    for (let turn = 0; turn < 10; turn += 1) {
      const parameters = Array.from({ length: 128 }, () => random.uniform());
      last = await report({ parameters, ethical_drift: [0.1, 0.1, 0.1] });
    }
    assert.ok(last.metrics.lambda1 < 0.15);
    assert.equal(last.status, 'critical');
    for (let turn = 0; turn < 10; turn += 1)
      last = await report({ parameters: Array(128).fill(0.5) });
    assert.ok(last.metrics.coherence > 0.8);
    assert.ok(last.metrics.lambda1 > 0.1);
    assert.equal(last.status, 'healthy');
  });

  test('a request sent twice is applied once, also across a kill; other arguments are a conflict', async () => {
    const first = await connection.request('watchstander/checkIn', {
      ...plainCheckIn,
      request_id: 'once',
    });
    await home.killSidecar(connection);
    const again = await connection.request('watchstander/checkIn', {
      ...plainCheckIn,
      request_id: 'once',
    });
    assert.deepEqual(again, first);
    const other = { ...plainCheckIn, complexity: 0.9, request_id: 'once' };
    await assert.rejects(connection.request('watchstander/checkIn', other), { code: 'CONFLICT' });
    assert.equal((await report()).version, 2);
  });

  test('a version that is not the newest is a conflict that says which is', async () => {
    await report();
    const wrong = { ...plainCheckIn, expected_version: 7 };
    await assert.rejects(connection.request('watchstander/checkIn', wrong), (error: unknown) => {
      const { code, details } = error as { code: string; details: { current_version?: number } };
      assert.equal(code, 'CONFLICT');
      assert.equal(details.current_version, 1);
      return true;
    });
    const right = { ...plainCheckIn, expected_version: 1 };
    assert.equal((await connection.request('watchstander/checkIn', right)).version, 2);
  });

  test('what a person paused, an agent does not lift', async () => {
    await report();
    const person = home.connect('cli');
    const reason = 'not on release day';
    await person.request('watchstander/lifecycle', { agent_id: 'a', act: 'pause', reason });
    await assert.rejects(report(), { code: 'PAUSED' });
    for (const act of ['pause', 'resume', 'reset', 'delete', 'archive'] as const) {
      const asked = connection.request('watchstander/lifecycle', { agent_id: 'a', act });
      await assert.rejects(asked, { code: 'PAUSED' });
    }
    await home.killSidecar(connection);
    await assert.rejects(report(), { code: 'PAUSED' });
    await person.request('watchstander/lifecycle', { agent_id: 'a', act: 'resume' });
    assert.equal((await report()).version, 4);
  });
});
