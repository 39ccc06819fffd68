import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentRow, CheckInResult, FleetSummary } from '../../../shared/model.ts';
import { TestHome } from '../../support/testHome.ts';
import { openShim, type Shim } from '../../support/mcpClient.ts';

interface FleetResult {
  agents: AgentRow[];
  summary: FleetSummary;
}

/** Opens a shim on a fresh home around each test; whatever ran there is gone afterwards. */
function onFreshHome() {
  const place = {
    home: undefined as unknown as TestHome,
    shim: undefined as unknown as Shim,
    checkIn: (agent_id: string, more: Record<string, unknown> = {}) =>
      place.shim.call<CheckInResult>('process_agent_update', { agent_id, ...more }),
  };
  setup(async () => {
    place.home = new TestHome();
    place.shim = await openShim(place.home);
  });
  teardown(async () => {
    await place.shim.client.close();
    await place.home.dispose();
  });
  return place;
}

suite('MCP tools against the shipped sidecar: check-ins', function () {
  const at = onFreshHome();

  test('a check-in is in the list, the metrics, the record and the history', async () => {
    for (let turn = 1; turn <= 3; turn += 1) {
      const result = await at.checkIn('a', { complexity: 0.4, response_text: 'one step' });
      assert.equal(result.version, turn);
      assert.equal(result.metrics.updates, turn);
      assert.equal('warnings' in result, false);
    }
    const { agents, summary } = await at.shim.call<FleetResult>('list_agents');
    assert.deepEqual(
      agents.map(({ agent_id, update_count, version }) => [agent_id, update_count, version]),
      [['a', 3, 3]],
    );
    assert.equal(summary.total_agents, 1);
    const metrics = await at.shim.call<{ history_size: number; decision_statistics: object }>(
      'get_governance_metrics',
      { agent_id: 'a' },
    );
    assert.equal(metrics.history_size, 3);
    assert.deepEqual(metrics.decision_statistics, { approve: 3, revise: 0, reject: 0, total: 3 });
    const record = await at.shim.call<{ lifecycle_events: { event: string }[] }>(
      'get_agent_metadata',
      { agent_id: 'a' },
    );
    assert.deepEqual(
      record.lifecycle_events.map(({ event }) => event),
      ['created'],
    );
    const { history } = await at.shim.call<{ history: string }>('get_system_history', {
      agent_id: 'a',
      format: 'csv',
      limit: 2,
    });
    assert.deepEqual(
      history.split('\n').map((line) => line.split(',')[0]),
      ['update', '2', '3', ''],
    );
  });

  test('a long history comes in parts that join without gap or double', async () => {
    const count = 1_203;
    const few = 8;
    for (let sent = 0; sent < count; sent += few) {
      const complexities = Array.from({ length: Math.min(few, count - sent) }, (_, of) => of / few);
      await Promise.all(complexities.map((complexity) => at.checkIn('long', { complexity })));
    }
    const whole = await at.shim.call<{ history: string }>('get_system_history', {
      agent_id: 'long',
    });
    const rows = JSON.parse(whole.history) as { update: number }[];
    assert.deepEqual(
      rows.map(({ update }) => update),
      Array.from({ length: count }, (_, before) => before + 1),
    );
    const newest = await at.shim.call<{ history: string }>('get_system_history', {
      agent_id: 'long',
      limit: 700,
    });
    assert.deepEqual(JSON.parse(newest.history), rows.slice(-700));
  });

  test('the same request id counts once; with other arguments it is a conflict', async () => {
    const given = { agent_id: 'once', complexity: 0.3, request_id: 'r-1' };
    const first = await at.shim.call('process_agent_update', given);
    assert.deepEqual(await at.shim.call('process_agent_update', given), first);
    const other = await at.shim.refusal('process_agent_update', { ...given, complexity: 0.31 });
    assert.equal(other.code, 'CONFLICT');
    assert.equal((await at.checkIn('once')).version, 2);
  });

  test('an expected version that is not the current one is refused with what is', async () => {
    await at.checkIn('v');
    await at.checkIn('v', { expected_version: 1 });
    const stale = { agent_id: 'v', expected_version: 1 };
    const failure = await at.shim.refusal('process_agent_update', stale);
    assert.equal(failure.code, 'CONFLICT');
    assert.equal(failure.current_version, 2);
    assert.equal((await at.checkIn('v')).version, 3);
  });
});

suite('MCP tools against the shipped sidecar: lives of agents and sidecars', function () {
  const at = onFreshHome();

  test('an agent pauses and resumes another; what a person paused stays paused', async () => {
    await at.checkIn('p');
    await at.shim.call('pause_agent', { agent_id: 'p', reason: 'drifts' });
    const paused = await at.shim.refusal('process_agent_update', { agent_id: 'p' });
    assert.equal(paused.code, 'PAUSED');
    assert.match(paused.error, /drifts/);
    await at.shim.call('resume_agent', { agent_id: 'p' });
    await at.checkIn('p');
    assert.equal((await at.home.cli('pause', 'p', '--reason', 'lunch')).code, 0);
    for (const tool of ['process_agent_update', 'resume_agent', 'reset_monitor', 'archive_agent']) {
      const failure = await at.shim.refusal(tool, { agent_id: 'p' });
      assert.equal(failure.code, 'PAUSED', tool);
      assert.match(failure.next_step, /ask the user/, tool);
    }
    assert.equal((await at.home.cli('resume', 'p')).code, 0);
    await at.checkIn('p');
  });

  test('archive and reset do what they say', async () => {
    await at.checkIn('z');
    await at.shim.call('reset_monitor', { agent_id: 'z' });
    const fresh = await at.shim.call<{ status: string; mean_risk: number }>(
      'get_governance_metrics',
      {
        agent_id: 'z',
      },
    );
    assert.deepEqual([fresh.status, fresh.mean_risk], ['unknown', 0]);
    assert.equal((await at.checkIn('z')).metrics.updates, 1);
    await at.shim.call('archive_agent', { agent_id: 'z', reason: 'over' });
    const archived = await at.shim.refusal('process_agent_update', { agent_id: 'z' });
    assert.equal(archived.code, 'ARCHIVED');
    const { summary } = await at.shim.call<FleetResult>('list_agents');
    assert.equal(summary.archived, 1);
    await at.shim.call('resume_agent', { agent_id: 'z' });
    await at.checkIn('z');
  });

  test('server info is about the sidecar and counts the shims', async () => {
    await at.checkIn('i');
    const second = await openShim(at.home, 'modern');
    const info = await second.call<{
      current_pid: number;
      health: string;
      total_server_processes: number;
      server_processes: { pid: number }[];
    }>('get_server_info');
    assert.equal(info.current_pid, at.home.endpoint()?.pid);
    assert.equal(info.health, 'healthy');
    assert.deepEqual(
      info.server_processes.map(({ pid }) => pid).sort(),
      [info.current_pid, at.shim.pid, second.pid].sort(),
    );
    await second.client.close();
  });

  test('after a kill -9 of the sidecar the next check-in succeeds, and nothing is lost', async () => {
    await at.checkIn('k');
    const { pid } = at.home.endpoint() ?? assert.fail('no endpoint');
    process.kill(pid, 'SIGKILL');
    assert.equal((await at.checkIn('k')).version, 2);
    const info = await at.shim.call<{ epoch: number; current_pid: number }>('get_server_info');
    assert.equal(info.epoch, 2);
    assert.notEqual(info.current_pid, pid);
  });
});

suite('MCP tools against the shipped sidecar: exports', function () {
  const at = onFreshHome();

  interface Exported {
    file_path: string;
    filename: string;
    file_size_bytes: number;
  }

  test('an export is a new file under exports/, never over another', async () => {
    await at.checkIn('../e');
    const given = { agent_id: '../e', format: 'csv', filename: 'first export' };
    const file = await at.shim.call<Exported>('export_to_file', given);
    assert.equal(file.file_path, join(at.home.path, 'exports', 'first export.csv'));
    assert.match(readFileSync(file.file_path, 'utf8'), /^update,.*\n1,.*\n$/);
    assert.equal(statSync(file.file_path).size, file.file_size_bytes);
    const again = await at.shim.refusal('export_to_file', given);
    assert.equal(again.code, 'INVALID_INPUT');
    const unnamed = await at.shim.call<Exported>('export_to_file', { agent_id: '../e' });
    const content = JSON.parse(readFileSync(unnamed.file_path, 'utf8')) as { total: number };
    assert.equal(content.total, 1);
    assert.deepEqual(
      readdirSync(join(at.home.path, 'exports')).sort(),
      [file.filename, unnamed.filename].sort(),
    );
  });

  test('a deletion leaves a backup; a refused one leaves nothing', async () => {
    await at.checkIn('d');
    assert.equal((await at.home.cli('pause', 'd')).code, 0);
    const given = { agent_id: 'd', confirm: true };
    assert.equal((await at.shim.refusal('delete_agent', given)).code, 'PAUSED');
    assert.deepEqual(readdirSync(join(at.home.path, 'exports')), []);
    assert.equal((await at.home.cli('resume', 'd')).code, 0);
    const { archived_to } = await at.shim.call<{ archived_to: string }>('delete_agent', given);
    const backup = JSON.parse(readFileSync(archived_to, 'utf8')) as { agent_id: string };
    assert.equal(backup.agent_id, 'd');
    const gone = await at.shim.refusal('process_agent_update', { agent_id: 'd' });
    assert.equal(gone.code, 'DELETED');
    assert.equal((await at.shim.refusal('delete_agent', given)).code, 'NOT_FOUND');
  });
});
