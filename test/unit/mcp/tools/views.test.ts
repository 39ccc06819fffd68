import assert from 'node:assert/strict';
import { agentMetadata, governanceMetrics } from '../../../../client/mcp/tools/agentView.ts';
import { historyText } from '../../../../client/export/historyText.ts';
import { readFleet, readHistory, type Sidecar } from '../../../../client/connection/pages.ts';
import { formatDuration, serverInfo } from '../../../../client/mcp/tools/serverInfo.ts';
import { aDetail, aPoint, aRow, aStatus, aSummary } from '../samples.ts';

suite('mcp/agentView', () => {
  test('metrics are means over all updates', () => {
    const metrics = governanceMetrics(aDetail());
    assert.deepEqual(metrics.decision_statistics, { approve: 6, revise: 1, reject: 1, total: 8 });
    assert.equal(metrics.mean_risk, 0.25);
    assert.equal(metrics.void_frequency, 0.125);
    assert.equal(metrics.history_size, 8);
    assert.equal(metrics.status, 'degraded');
  });

  test('after a reset nothing is made up', () => {
    const detail = aDetail();
    const metrics = governanceMetrics({
      ...detail,
      row: { ...detail.row, health_status: 'unknown' },
      record: {
        ...detail.record,
        verdict: null,
        statistics: { risk_sum: 0, void_count: 0, approve: 0, revise: 0, reject: 0 },
      },
    });
    assert.equal(metrics.status, 'unknown');
    assert.equal(metrics.sampling_params, null);
    assert.equal(metrics.mean_risk, 0);
  });

  test('metadata tells how long ago the last update was', () => {
    const detail = aDetail();
    const nowMs = Date.parse(detail.record.last_update) + 36 * 3_600_000;
    const metadata = agentMetadata(detail, nowMs);
    assert.equal(metadata.days_since_update, 1.5);
    assert.equal(metadata.paused_at, null);
    assert.equal(metadata.total_updates, 8);
    assert.equal('previous' in metadata.current_state, false);
  });
});

suite('mcp/historyText', () => {
  const points = [aPoint(3, { time: 0.1 }), aPoint(5, { time: 0.30000000000000004, V: -0.01 })];

  test('CSV is as the reference writes it', () => {
    assert.equal(
      historyText(points, 'csv'),
      'update,E,I,S,V,coherence,risk,decision,lambda1\n' +
        '1,0.5,0.9,0.4,-0.2,0.95,0.1,approve,0.15\n' +
        '3,0.5,0.9,0.4,-0.01,0.95,0.1,approve,0.15\n',
    );
  });

  test('JSON holds the same rows', () => {
    const rows = JSON.parse(historyText(points, 'json')) as { update: number; decision: string }[];
    assert.deepEqual(
      rows.map((row) => row.update),
      [1, 3],
    );
    assert.equal(rows[0]?.decision, 'approve');
  });
});

suite('mcp/serverInfo', () => {
  test('the server is the sidecar; shims are processes of it, windows are not', () => {
    const info = serverInfo(aStatus());
    assert.equal(info.current_pid, 100);
    assert.equal(info.current_uptime_formatted, '1h 1m 1s');
    assert.deepEqual(
      info.server_processes.map(({ pid, is_current, status }) => [pid, is_current, status]),
      [
        [100, true, 'healthy'],
        [201, false, 'healthy'],
        [202, false, 'stale'],
      ],
    );
    assert.equal(info.total_server_processes, 3);
    assert.equal(info.health, 'healthy');
  });

  test('a store that cannot write or a slow loop is degraded', () => {
    const status = aStatus();
    const readOnly = { ...status, store: { ...status.store, read_only: true } };
    const slow = { ...status, event_loop_delay_ms: { p50: 1, p99: 1_500 } };
    assert.equal(serverInfo(readOnly).health, 'degraded');
    assert.equal(serverInfo(slow).health, 'degraded');
  });

  test('durations name every unit from the first that counts', () => {
    assert.equal(formatDuration(0), '0s');
    assert.equal(formatDuration(59.9), '59s');
    assert.equal(formatDuration(3_600), '1h 0m 0s');
    assert.equal(formatDuration(90_061), '1d 1h 1m 1s');
  });
});

suite('mcp/pages', () => {
  /** Answers pages of two from a list, as the sidecar's cursors do. */
  function paging(
    method: string,
    answer: (from: number) => object,
  ): Sidecar & { asked: unknown[] } {
    const asked: unknown[] = [];
    return {
      asked,
      request: (name, params) => {
        assert.equal(name, method);
        asked.push(params);
        const { cursor } = params as { cursor?: string };
        return Promise.resolve(answer(Number(cursor ?? 0)) as never);
      },
    };
  }

  test('the pages of a fleet are one list', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => aRow(id));
    const sidecar = paging('watchstander/fleet', (from) => ({
      revision: 1,
      agents: rows.slice(from, from + 2),
      summary: aSummary,
      ...(from + 2 < rows.length ? { next_cursor: String(from + 2) } : {}),
    }));
    const fleet = await readFleet(sidecar);
    assert.deepEqual(fleet, { agents: rows, summary: aSummary });
    assert.deepEqual(sidecar.asked, [{}, { cursor: '2' }, { cursor: '4' }]);
  });

  test('a history is joined until there is enough', async () => {
    const points = [1, 2, 3, 4, 5, 6, 7].map((version) => aPoint(version));
    const answer = (from: number) => ({
      agent_id: 'a',
      total: points.length,
      points: points.slice(from, from + 2),
      ...(from + 2 < points.length ? { next_cursor: String(from + 2) } : {}),
    });
    const query = { agent_id: 'a', limit: 7 };
    const whole = await readHistory(paging('watchstander/history', answer), query);
    assert.deepEqual(whole, { agent_id: 'a', total: 7, points });
    const part = await readHistory(paging('watchstander/history', answer), query, 3);
    assert.deepEqual(part.points.length, 4);
    assert.equal(part.next_cursor, '4');
  });
});
