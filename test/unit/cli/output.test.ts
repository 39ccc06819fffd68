import assert from 'node:assert/strict';
import { formatCsv } from '../../../client/export/csv.ts';
import { formatAge, formatBytes } from '../../../client/cli/output/figures.ts';
import { describeAgent, describeFleet } from '../../../client/cli/commands/fleetCommands.ts';
import { formatHistory } from '../../../client/cli/commands/historyCommand.ts';
import { choosePaint, coloured, plain } from '../../../client/cli/output/paint.ts';
import { describePlan, describeProcesses } from '../../../client/cli/commands/processCommand.ts';
import { describeStatus } from '../../../client/cli/commands/sidecarCommands.ts';
import { displayWidth, formatTable } from '../../../client/cli/output/table.ts';
import type { CleanupAct, PlannedCleanup, ProcessView } from '../../../shared/processes.ts';
import {
  aDetail,
  aPoint,
  aProcess,
  aRow,
  aStatus,
  aStore,
  aSummary,
  when,
} from '../mcp/samples.ts';

const view = { nowMs: Date.parse(when) + 61_000, paint: plain };

suite('cli/table', () => {
  const columns = [
    { title: 'NAME', of: ([name]: readonly [string, number]) => name },
    { title: 'N', align: 'right' as const, of: ([, n]: readonly [string, number]) => String(n) },
    { title: 'LAST', of: () => '' },
  ];

  test('columns line up by what a terminal shows', () => {
    const rows = [['a', 1] as const, ['日本', 22] as const, ['e\u0301', 3] as const];
    assert.equal(
      formatTable(columns, rows),
      'NAME   N  LAST\na      1\n日本  22\ne\u0301      3\n',
    );
  });

  test('colours do not move columns', () => {
    const [column] = columns;
    assert.ok(column);
    const toned = [{ ...column, tone: () => 'bad' as const }, ...columns.slice(1)];
    const text = formatTable(toned, [['a', 1]], coloured);
    assert.equal(
      text.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, ''),
      'NAME  N  LAST\na     1\n',
    );
    assert.ok(text.includes('\u001b[31ma   \u001b[39m'));
  });

  test('wide, combining and joined characters', () => {
    assert.equal(displayWidth('abc'), 3);
    assert.equal(displayWidth('日本'), 4);
    assert.equal(displayWidth('👍'), 2);
    assert.equal(displayWidth('e\u0301\u200b'), 1);
  });
});

suite('cli/paint', () => {
  test('only for terminals, and not where NO_COLOR is set', () => {
    assert.equal(choosePaint(true, {}), coloured);
    assert.equal(choosePaint(true, { NO_COLOR: '' }), coloured);
    assert.equal(choosePaint(true, { NO_COLOR: '1' }), plain);
    assert.equal(choosePaint(true, { TERM: 'dumb' }), plain);
    assert.equal(choosePaint(false, {}), plain);
  });
});

suite('cli/figures', () => {
  test('ages and sizes', () => {
    assert.deepEqual([-5, 999, 59_999, 60_000, 7_200_000, 200_000_000].map(formatAge), [
      '0s',
      '0s',
      '59s',
      '1m',
      '2h',
      '2d',
    ]);
    assert.deepEqual([999, 1_500, 61_000_000].map(formatBytes), ['999 B', '1.5 kB', '61.0 MB']);
  });
});

suite('cli/fleet', () => {
  test('worst first, with the reason, and a line that sums up', () => {
    const rows = [
      aRow('b'),
      aRow('a'),
      aRow('c', { health_status: 'critical', health_message: 'risk 0.41' }),
      aRow('d', { health_status: 'unknown', lifecycle_status: 'paused' }),
      aRow('e', { health_status: 'degraded' }),
    ];
    const lines = describeFleet(rows, aSummary, view).split('\n');
    assert.deepEqual(
      lines.slice(1, 6).map((line) => line[0]),
      ['c', 'e', 'd', 'a', 'b'],
    );
    assert.match(lines[1] ?? '', /^c {6}critical {2}active +0\.100 +0\.950 +8 +1m {2}risk 0\.41$/);
    assert.equal(lines[7], '5 agents: 1 critical, 1 degraded, 3 healthy; 1 paused, 0 archived');
  });

  test('subagents stand below the agent that they work for', () => {
    const rows = [
      aRow('of b', { parent: 'b', health_status: 'critical' }),
      aRow('a'),
      aRow('b'),
      aRow('of one who is gone', { parent: 'gone', health_status: 'degraded' }),
    ];
    const lines = describeFleet(rows, aSummary, view).split('\n').slice(1, 5);
    assert.deepEqual(
      lines.map((line) => line.split(/ {2}(?=healthy|degraded|critical)/)[0]?.trimEnd()),
      ['of one who is gone', 'a', 'b', '  of b'],
    );
  });

  test('an empty fleet says what to do', () => {
    assert.match(describeFleet([], aSummary, view), /`watchstander connect claude-code` connects/);
  });

  test('one agent, with reasons, and one that was paused and reset', () => {
    const detail = aDetail();
    assert.match(describeAgent(detail, view), /health +drift 0\.17[^]*drift +0\.170 +85 %/);
    const paused = {
      ...detail,
      record: {
        ...detail.record,
        verdict: null,
        lifecycle: 'paused' as const,
        paused: { at: when, by: 'person' as const, reason: 'looping' },
      },
    };
    assert.match(describeAgent(paused, view), /state +paused by a person at \S+: looping/);
  });

  test('status names the sidecar and its sessions', () => {
    const text = describeStatus(aStatus(), plain);
    assert.match(text, /pid 100, epoch 3, up 1h/);
    assert.match(text, /3 +mcp +202 +31s/);
    const broken = { ...aStatus(), policy: { ok: false, error: 'line 3: comma' } };
    assert.match(describeStatus(broken, plain), /not in force: line 3: comma/);
  });
});

suite('cli/history', () => {
  const history = {
    agent_id: 'a',
    total: 2,
    points: [aPoint(1), aPoint(2, { request_id: 'x,"y"' })],
    next_cursor: 'never shown',
  };

  test('JSON has the agent, the total and the points, and nothing else', () => {
    assert.deepEqual(JSON.parse(formatHistory(history, 'json', plain)), {
      agent_id: 'a',
      total: 2,
      points: history.points,
    });
  });

  test('CSV has a column for each field of a point', () => {
    const [header, first, second] = formatHistory(history, 'csv', plain).split('\n');
    assert.deepEqual(header?.split(',').sort(), Object.keys(aPoint(1)).sort());
    assert.ok(first?.endsWith(',healthy,approve,'));
    assert.ok(second?.endsWith(',"x,""y"""'));
  });

  test('a cell with quotes, commas or newlines is quoted', () => {
    const rows = [{ a: 'say "x", y\nz', b: null }];
    assert.equal(formatCsv(['a', 'b'], rows), 'a,b\n"say ""x"", y\nz",\n');
  });

  test('the table is one line a point', () => {
    const lines = formatHistory(history, 'table', plain).trimEnd().split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? '', /^VERSION {2}WHEN/);
  });
});

suite('cli/processes', () => {
  const rows: ProcessView[] = [
    aProcess({ kind: 'sidecar', pid: 100, is_current: true, session: null }),
    aProcess({ workspace: null }),
    aProcess({
      pid: 9,
      state: 'gone',
      uptime_s: null,
      rss_bytes: null,
      cpu_percent: null,
      event_loop_delay_ms: null,
    }),
  ];
  const remove: PlannedCleanup = {
    id: 'record:1',
    act: 'remove',
    what: 'the record of MCP shim 9',
    why: 'The process that it names is gone.',
    pid: 9,
    wait_ms: 0,
  };
  const end: PlannedCleanup = { ...remove, act: 'end', what: 'MCP shim 7', wait_ms: 12_000 };

  test('a table with what is known, the store, and what was cleaned up', () => {
    const act: CleanupAct = { ...remove, at: when, outcome: 'done' };
    const list = { home: '/h', epoch: 3, processes: rows, store: aStore, cleaned: [act] };
    const text = describeProcesses(list, plain);
    assert.match(text, /^PROCESS +PID +STATE +UP +MEMORY +CPU +DELAY p50\/p99 +BEAT +UNSENT/);
    assert.match(text, /^mcp +200 +ready +1m +52\.0 MB +0\.2 % +0\/0\.4 ms +0s +0 B +0$/m);
    assert.match(text, /^mcp +9 +gone +– +– +– +– +0s/m);
    assert.match(
      text,
      /^store +epoch 3, 12\.3 kB, 1 rotation, synced 0s ago, .* 2\.5 ms \(p99\)$/m,
    );
    assert.match(text, /^removed +the record of MCP shim 9 +The process that it names is gone\.$/m);
  });

  test('a plan says what, when and why; a preview how to go on', () => {
    const plan = { planned: [remove, end], done: [] };
    const text = describePlan(plan, 'preview', plain);
    assert.match(text, /^remove +the record of MCP shim 9 +now +The process/m);
    assert.match(text, /^end +MCP shim 7 +in 12s/m);
    assert.match(text, /To do this: watchstander processes --cleanup --yes\n$/);
    assert.doesNotMatch(describePlan(plan, 'agreed', plain), /To do this/);
    const failed: CleanupAct = { ...end, at: when, outcome: 'failed' };
    assert.match(describePlan({ planned: [], done: [failed] }, 'agreed', plain), /^could not end/m);
    assert.equal(
      describePlan({ planned: [], done: [] }, 'agreed', plain),
      'Nothing to clean up.\n',
    );
  });
});
