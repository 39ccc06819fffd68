import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { ownIdentity, type ProcessIdentity } from '../../server/process/identity.ts';
import { writeRecord } from '../../server/process/record.ts';
import type { CleanupPlan, ProcessList, ProcessView } from '../../shared/processes.ts';
import { TestHome } from '../support/testHome.ts';
import { TestWindow } from '../support/testWindow.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import { openShim } from '../support/mcpClient.ts';

let home: TestHome;

function run(): string {
  return join(home.path, 'run');
}

function records(): string[] {
  return readdirSync(run()).filter((name) => /^[0-9a-f]{16}\.json$/.test(name));
}

/** Of a process that was there. */
async function ended(): Promise<ProcessIdentity> {
  const pid = Number(execFileSync('sh', ['-c', 'echo $$']).toString());
  return { ...(await ownIdentity()), pid, started: '1' };
}

async function list(): Promise<ProcessList> {
  const { code, stdout } = await home.cli('processes', '--json');
  assert.equal(code, 0);
  return JSON.parse(stdout) as ProcessList;
}

async function cleanUp(...words: string[]): Promise<CleanupPlan> {
  const { code, stdout } = await home.cli('processes', '--cleanup', '--json', ...words);
  assert.equal(code, 0);
  return JSON.parse(stdout) as CleanupPlan;
}

/** Once so many things have been cleaned up. */
function afterCleanup(connection: SidecarConnection, count: number): Promise<ProcessList> {
  return until(`the cleanup of ${count}`, async () => {
    const now = await connection.request('watchstander/processes', {});
    return now.cleaned.length === count && now;
  });
}

suite('processes of a home', function () {
  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('a start clears up after the dead, says so, and touches nothing else', async () => {
    mkdirSync(run());
    const gone = await ended();
    const about = { identity: gone, started: '', home: home.path, address: '' };
    const record = writeRecord(run(), { kind: 'sidecar', ...about });
    const lock = join(home.path, `store.lock.${randomUUID()}`);
    mkdirSync(lock);
    writeFileSync(join(lock, 'o-x'), JSON.stringify(gone));
    utimesSync(lock, 1_000, 1_000);
    mkdirSync(join(run(), 'paused'));
    const connection = home.connect();
    const { processes, cleaned } = await afterCleanup(connection, 2);
    assert.deepEqual(cleaned.map(({ act, outcome }) => `${act} ${outcome}`).sort(), [
      'remove done',
      'remove done',
    ]);
    assert.match(home.sidecarLog(), /cleanup: removed the record of sidecar \d+: The process/);
    assert.match(home.sidecarLog(), /cleanup: removed the half-made lock store\.lock\./);
    assert.deepEqual([existsSync(lock), records().includes(`${record}.json`)], [false, false]);
    assert.ok(existsSync(join(run(), 'paused')) && existsSync(join(run(), 'token')));
    assert.deepEqual(
      processes.map(({ kind }) => kind),
      ['sidecar', 'cli'],
    );
  });

  test('everybody is there, with figures', async () => {
    const window = await TestWindow.open(home);
    const shim = await openShim(home);
    const found = await until('a beat of the shim', async () => {
      const { processes } = await list();
      const row = processes.find(({ pid }) => pid === shim.pid);
      // A command line that has just ended may still have a session.
      return row?.state === 'ready' && processes.length === 4 && { processes, row };
    });
    assert.deepEqual(found.processes.map(({ kind }) => kind).sort(), [
      'cli',
      'mcp',
      'sidecar',
      'window',
    ]);
    const isWhole = ({ rss_bytes, uptime_s, cpu_percent, build_date }: ProcessView): boolean =>
      [rss_bytes, uptime_s, cpu_percent].every((figure) => figure !== null && figure >= 0) &&
      /^\d{4}-\d\d-\d\d$/.test(build_date ?? '');
    assert.ok(isWhole(found.row));
    const [sidecar] = found.processes;
    assert.ok(sidecar !== undefined && sidecar.is_current && isWhole(sidecar));
    assert.ok((found.row.last_heartbeat_age_ms ?? -1) >= 0);
    const info = await shim.call<{ server_processes: { uptime_seconds: number | null }[] }>(
      'get_server_info',
    );
    assert.equal(info.server_processes.length, 2);
    assert.ok(info.server_processes.every(({ uptime_seconds }) => uptime_seconds !== null));
    window.close();
    await shim.client.close();
    await until('only the sidecar has a record', () => records().length === 1);
  });

  test('a killed shim leaves a record, and the sidecar removes it', async () => {
    const connection = home.connect();
    const shim = await openShim(home);
    await until('both have a record', () => records().length === 2);
    endOne(shim.pid, 'SIGKILL');
    await until('its record is gone', () => records().length === 1);
    const { cleaned } = await afterCleanup(connection, 1);
    assert.equal(cleaned[0]?.what, `the record of MCP shim ${shim.pid}`);
    await shim.client.close();
  });

  test('a shim keeps its record over the sidecars that come and go', async () => {
    const shim = await openShim(home);
    await until('both have a record', () => records().length === 2);
    const mine = records().find((name) =>
      readFileSync(join(run(), name), 'utf8').includes('"mcp"'),
    );
    const { processes } = await list();
    endOne(processes[0]?.pid ?? 0, 'SIGKILL');
    await shim.call('list_agents');
    await until('the record of the dead sidecar is gone', () => records().length === 2);
    assert.ok(mine !== undefined && records().includes(mine));
    await shim.client.close();
    await until('the shim took its own away', () => records().length === 1);
  });

  test('the command line shows what it would do, and does it when told to', async () => {
    mkdirSync(run());
    const about = { identity: await ended(), started: '', home: home.path, parent: null };
    writeRecord(run(), { kind: 'mcp', ...about });
    const connection = home.connect();
    // From here on nothing is cleaned up that nobody has asked for.
    await afterCleanup(connection, 1);
    const record = `${writeRecord(run(), { kind: 'mcp', ...about })}.json`;
    const preview = await cleanUp();
    assert.deepEqual(
      preview.planned.map(({ act, wait_ms }) => [act, wait_ms]),
      [['remove', 0]],
    );
    assert.deepEqual(preview.done, []);
    assert.ok(records().includes(record));
    const { stdout } = await home.cli('processes', '--cleanup');
    assert.match(stdout, /^WOULD +WHAT .*\nremove +the record of MCP shim \d+ +now +The process/);
    const plan = await cleanUp('--yes');
    assert.deepEqual([plan.planned.length, plan.done.length], [0, 1]);
    assert.equal(records().includes(record), false);
    assert.equal(
      (await home.cli('processes', '--cleanup', '--yes')).stdout,
      'Nothing to clean up.\n',
    );
    assert.equal((await home.cli('processes', '--yes')).code, 2);
  });
});
