import assert from 'node:assert/strict';
import {
  presentCleanup,
  presentPlanned,
  presentProcess,
  presentStore,
  sortProcesses,
} from '../../../../client/editor/processes/presentProcesses.ts';
import type { CleanupAct, PlannedCleanup, ProcessState } from '../../../../shared/processes.ts';
import { processStates } from '../../../../shared/processes.ts';
import { aProcess, aStore } from '../../mcp/samples.ts';
import { english } from '../rows.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);
const live = { t: english, nowMs, freshness: 'live' as const, ownPid: 300 };
const stale = { ...live, freshness: 'stale' as const };

suite('present processes: rows', () => {
  test('what it is and where it works; then its state and what it takes', () => {
    const row = presentProcess(aProcess(), live);
    assert.equal(row.label, 'MCP shim: app');
    assert.equal(row.description, 'ready · 52 MB · 0.2 % CPU · pid 200');
    assert.equal(row.accessibleLabel, 'MCP shim: app, ready, 52 MB, 0.2 % CPU, pid 200');
    assert.deepEqual(row.icon, { id: 'plug', color: 'testing.iconPassed' });
    assert.equal(row.context, 'process.other');
  });

  test('the tooltip has every figure that is known, and no other', () => {
    const process = aProcess({ unsent_bytes: 2_000, requests_in_flight: 3, state: 'busy' });
    assert.equal(
      presentProcess(process, live).tooltip,
      [
        'MCP shim: app',
        'Busy',
        'Process 200',
        'Running for 1 min',
        'Memory 52 MB',
        'Processor 0.2 % of a core',
        'Event loop late by 0 ms (median), 0.4 ms (99 of 100)',
        'Last beat 0 s ago',
        'Unsent 2 kB, open requests 3',
        'Build 0.1.0+abc 2026-01-02',
        'Folder /home/of/app',
      ].join('\n'),
    );
    const unknown = aProcess({
      state: 'starting',
      workspace: null,
      uptime_s: null,
      rss_bytes: null,
      cpu_percent: null,
      event_loop_delay_ms: null,
      last_heartbeat_age_ms: null,
      build: null,
    });
    assert.equal(
      presentProcess(unknown, live).tooltip,
      'MCP shim\nStarting\nProcess 200\nUnsent 0 B, open requests 0',
    );
  });

  test('each kind has its name; this window says so, whatever its folder is called', () => {
    const names = [
      aProcess({ kind: 'sidecar', is_current: true, workspace: null }),
      aProcess({ kind: 'sidecar', workspace: null }),
      aProcess({ kind: 'window', pid: 300, workspace: 'C:\\code\\$(trash)\\' }),
      aProcess({ kind: 'window', workspace: null }),
      aProcess({ kind: 'cli' }),
      aProcess({ kind: 'hook', workspace: '/' }),
    ].map((process) => presentProcess(process, live).label);
    assert.deepEqual(names, [
      'Sidecar',
      'Sidecar that does not lead',
      'This window: $(trash)',
      'Window',
      'Command line: app',
      'Hook: /',
    ]);
  });

  test('each state has an icon and a word; what is unwell says since when', () => {
    const rows = processStates.map((state: ProcessState) => {
      const row = presentProcess(aProcess({ state, last_heartbeat_age_ms: 45_000 }), live);
      return [row.icon.id, row.icon.color, row.description.split(' · 52 MB')[0]];
    });
    assert.deepEqual(rows, [
      ['loading~spin', null, 'starting'],
      ['plug', 'testing.iconPassed', 'ready'],
      ['plug', 'charts.blue', 'busy'],
      ['warning', 'list.warningForeground', 'not responding · last beat 45 s ago'],
      ['loading~spin', null, 'leaving'],
      ['circle-slash', 'disabledForeground', 'gone · last beat 45 s ago'],
    ]);
  });

  test('menus: the sidecar that leads, what can be cleaned up, and never a window', () => {
    const contexts = [
      aProcess({ kind: 'sidecar', is_current: true }),
      aProcess({ state: 'gone' }),
      aProcess({ kind: 'sidecar', state: 'not responding' }),
      aProcess({ kind: 'window', state: 'not responding' }),
    ].map((process) => presentProcess(process, live).context);
    assert.deepEqual(contexts, [
      'process.current',
      'process.left',
      'process.left',
      'process.other',
    ]);
    const window = aProcess({ kind: 'window', state: 'not responding' });
    assert.match(presentProcess(window, live).tooltip, /it is never ended from here/);
  });

  test('what was last known says so and is faint', () => {
    const row = presentProcess(aProcess(), stale);
    assert.match(row.description, /^last known · ready/);
    assert.equal(row.icon.color, 'disabledForeground');
    assert.match(presentStore(aStore, stale).accessibleLabel, /^Store, last known, epoch 3/);
  });

  test('the sidecar first, then windows, shims and the rest, each by pid', () => {
    const sorted = sortProcesses([
      aProcess({ kind: 'cli', pid: 1 }),
      aProcess({ kind: 'mcp', pid: 3 }),
      aProcess({ kind: 'mcp', pid: 2 }),
      aProcess({ kind: 'window', pid: 4 }),
      aProcess({ kind: 'sidecar', pid: 6 }),
      aProcess({ kind: 'sidecar', pid: 9, is_current: true }),
    ]);
    assert.deepEqual(
      sorted.map(({ pid }) => pid),
      [9, 6, 4, 2, 3, 1],
    );
  });
});

suite('present processes: store and cleanup', () => {
  test('the store in one line, and all of it in the tooltip', () => {
    const row = presentStore(aStore, live);
    assert.equal(row.description, 'epoch 3 · 12 kB · synced 1 s ago');
    assert.equal(
      row.tooltip,
      [
        'Store',
        'Epoch 3: so many sidecars have led this home',
        '12 kB on disk; rotations by this sidecar: 1',
        'Last sync 1 s ago',
        '99 of 100 syncs took at most 2.5 ms',
      ].join('\n'),
    );
    const bad = presentStore({ ...aStore, read_only: true, last_fsync_age_ms: null }, live);
    assert.match(bad.description, /^read-only · epoch 3 · 12 kB · not synced yet$/);
    assert.equal(bad.icon.id, 'warning');
  });

  const planned: PlannedCleanup = {
    id: 'end:1',
    act: 'end',
    what: 'MCP shim 9',
    why: 'The agent that it served is gone, and it gives no sign of life.',
    pid: 9,
    wait_ms: 29_400,
  };

  test('a preview says what, when and why', () => {
    assert.deepEqual(presentPlanned(planned, english), {
      label: 'MCP shim 9',
      description: 'end, if it stays silent for 30 s more',
      detail: planned.why,
    });
    const record = { ...planned, act: 'remove' as const, what: 'the socket e3.sock', wait_ms: 0 };
    assert.equal(presentPlanned(record, english).label, 'The socket e3.sock');
    assert.equal(presentPlanned(record, english).description, 'remove');
  });

  test('an act says what was done, when and why', () => {
    const act: CleanupAct = { ...planned, at: '2026-01-01T11:57:00.000Z', outcome: 'done' };
    const row = presentCleanup(act, live);
    assert.equal(row.label, 'MCP shim 9');
    assert.equal(row.description, `ended · 3 min ago · ${planned.why}`);
    assert.equal(row.accessibleLabel, `MCP shim 9, ended, 3 min ago, ${planned.why}`);
    const failed = presentCleanup({ ...act, act: 'remove', outcome: 'failed' }, live);
    assert.match(failed.description, /^could not be removed · /);
    assert.equal(failed.icon.id, 'warning');
  });
});
