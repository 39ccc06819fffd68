import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';

/** A risk of 0.30 in each update: critical by default. */
const steady = {
  parameters: [],
  ethical_drift: [0.3, 0, 0],
  text: { code_points: 0, keyword_hits: 0 },
  complexity: 0.5,
};

suite('thresholds that change', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome({ health: { smoothing: 1 } });
  });
  teardown(() => home.dispose());

  test('show at once what is stored, also after a restart; nothing stored moves', async () => {
    const sidecar = home.connect();
    const shownHealth = async () => {
      const { agents } = await sidecar.request('watchstander/status', {});
      return agents;
    };
    const result = await sidecar.request('watchstander/checkIn', { agent_id: 'a', ...steady });
    assert.equal(result.status, 'critical');
    const file = join(home.path, homeLayout.policy);
    writeFileSync(file, '{ "health": { "risk": { "healthy": 0.25, "degraded": 0.9 } } }');
    await until('the new health', async () => (await shownHealth()).degraded === 1);

    const { agents } = await sidecar.request('watchstander/fleet', {});
    const { row, record } = await sidecar.request('watchstander/agent', { agent_id: 'a' });
    assert.deepEqual(agents, [row]);
    assert.deepEqual([row.health_status, row.version], ['degraded', result.version]);
    assert.match(row.health_message, /^Degraded: risk 0\.\d\d reached 0\.25 \(drift/u);
    assert.deepEqual(record.verdict?.decision, result.decision);
    assert.deepEqual(
      [record.verdict.health, record.verdict.risk_score],
      ['degraded', result.metrics.risk_score],
    );
    const { points } = await sidecar.request('watchstander/history', { agent_id: 'a' });
    assert.deepEqual(
      points.map(({ health }) => health),
      ['critical'],
    );

    assert.equal((await home.cli('stop')).code, 0);
    await until('a successor', async () => (await shownHealth()).degraded === 1);
    rmSync(file);
    await until('the health by default', async () => (await shownHealth()).critical === 1);
  });
});
