import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text as streamText } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { AgentRow, FleetSummary, HistoryPoint } from '../../shared/model.ts';
import type { Status } from '../../shared/protocol.ts';
import { TestHome } from '../support/testHome.ts';
import { cliFile } from '../support/shipped.ts';

const text = { code_points: 0, keyword_hits: 0 };

/** A fresh home around each test, and what the tests do on it. */
function onFreshHome() {
  const at = {
    home: undefined as unknown as TestHome,
    report: async (agent_id: string, times: number): Promise<void> => {
      const sidecar = at.home.connect('mcp');
      const checkIn = { agent_id, parameters: [], ethical_drift: [], text, complexity: 0.5 };
      for (let turn = 0; turn < times; turn += 1) {
        await sidecar.request('watchstander/checkIn', checkIn);
      }
    },
    json: async <T>(...words: string[]): Promise<T> => {
      const { code, stdout, stderr } = await at.home.cli(...words, '--json');
      assert.equal(code, 0, stderr);
      assert.equal(stderr, '');
      return JSON.parse(stdout) as T;
    },
  };
  setup(() => {
    at.home = new TestHome();
  });
  teardown(() => at.home.dispose());
  return at;
}

suite('the shipped command line: what it does', function () {
  const at = onFreshHome();

  test('status starts nothing; start, status and stop tell the truth', async () => {
    const none = await at.home.cli('status', '--json');
    assert.deepEqual([none.code, JSON.parse(none.stdout)], [1, { running: false }]);
    assert.match(none.stderr, /No sidecar is running/);
    assert.deepEqual(at.home.processes(), []);
    const started = await at.json<{ pid: number; endpoint: string }>('start');
    assert.deepEqual(await at.json('start'), { ...started, epoch: 1 });
    const status = await at.json<Status>('status');
    assert.deepEqual(
      [status.pid, status.endpoint, status.home, status.epoch],
      [started.pid, started.endpoint, at.home.path, 1],
    );
    assert.deepEqual(await at.json('stop'), { stopped: started.pid });
    assert.deepEqual(at.home.processes(), []);
    assert.equal((await at.home.cli('stop')).code, 0);
  });

  test('agents, agent and history, for programs and for people', async () => {
    await at.report('a b', 3);
    const fleet = await at.json<{ agents: AgentRow[]; summary: FleetSummary }>('agents');
    assert.deepEqual(
      fleet.agents.map(({ agent_id }) => agent_id),
      ['a b'],
    );
    assert.equal(fleet.summary.healthy, 1);
    const agent = await at.json<{ record: { version: number } }>('agent', 'a b');
    assert.equal(agent.record.version, 3);
    const history = await at.json<{ total: number; points: HistoryPoint[] }>('history', 'a b');
    assert.equal(history.total, 3);
    assert.deepEqual(
      history.points.map(({ version, time }) => [version, Math.round(time * 10)]),
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    );
    const newest = await at.home.cli('history', 'a b', '--format', 'csv', '--limit', '1');
    assert.match(newest.stdout, /^version,time,timestamp,.*\n3,0\.3.*\n$/);
    for (const words of [['agents'], ['agent', 'a b'], ['history', 'a b'], ['status']]) {
      const { code, stdout, stderr } = await at.home.cli(...words);
      assert.deepEqual([code, stderr], [0, '']);
      assert.ok(stdout.length > 50 && !stdout.includes('\u001b'), 'no colours in a pipe');
    }
  });

  test('a long history is joined from its pages', async () => {
    await at.report('long', 1_100);
    const { total, points } = await at.json<{ total: number; points: HistoryPoint[] }>(
      'history',
      'long',
    );
    assert.equal(total, 1_100);
    assert.deepEqual(
      points.map(({ version }) => version),
      Array.from({ length: 1_100 }, (_, before) => before + 1),
    );
    const { points: newest } = await at.json<{ points: HistoryPoint[] }>(
      'history',
      'long',
      '--limit=600',
    );
    assert.deepEqual(newest, points.slice(-600));
  });

  test('a person pauses, resumes, archives, resets and deletes', async () => {
    await at.report('p', 1);
    const paused = await at.json<{ lifecycle_status: string }>('pause', 'p', '--reason', 'lunch');
    assert.equal(paused.lifecycle_status, 'paused');
    assert.match((await at.home.cli('agent', 'p')).stdout, /paused by a person at \S+: lunch/);
    assert.equal((await at.home.cli('resume', 'p')).code, 0);
    assert.equal((await at.home.cli('archive', 'p')).code, 0);
    assert.equal((await at.home.cli('reset', 'p')).code, 0);
    assert.equal((await at.home.cli('delete', 'p')).code, 2);
    const deleted = await at.json<{ version: number; archived_to: string }>(
      'delete',
      'p',
      '--confirm',
    );
    assert.equal(deleted.version, 6);
    const backup = JSON.parse(readFileSync(deleted.archived_to, 'utf8')) as { agent_id: string };
    assert.equal(backup.agent_id, 'p');
    const gone = await at.home.cli('agent', 'p');
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /NOT_FOUND/);
  });
});

interface Exported {
  agents: {
    agent_id: string;
    record: { version: number };
    points: HistoryPoint[];
    total: number;
  }[];
}

suite('the shipped command line: exports', function () {
  const at = onFreshHome();

  test('the whole fleet, with every point, as JSON or CSV', async () => {
    await at.report('a,"b"', 3);
    await at.report('long', 1_100);
    const { code, stdout } = await at.home.cli('export');
    assert.equal(code, 0);
    const { agents } = JSON.parse(stdout) as Exported;
    assert.deepEqual(
      agents.map(({ agent_id, record, points, total }) => [
        agent_id,
        record.version,
        points.length,
        total,
        points.at(-1)?.version,
      ]),
      [
        ['a,"b"', 3, 3, 3, 3],
        ['long', 1_100, 1_100, 1_100, 1_100],
      ],
    );
    const csv = (await at.home.cli('export', '--format', 'csv')).stdout.split('\n');
    assert.deepEqual(
      [csv.length, csv[0]?.slice(0, 24), csv[1]?.slice(0, 12)],
      [1_105, 'agent_id,version,time,ti', '"a,""b""",1,'],
    );
  });

  test('a file is new unless --force says otherwise, and never there in part', async () => {
    await at.report('a', 1);
    const out = join(at.home.path, 'fleet.json');
    assert.equal((await at.home.cli('export', '--out', out)).code, 0);
    const first = readFileSync(out, 'utf8');
    await at.report('a', 1);
    const taken = await at.home.cli('export', '--out', out);
    assert.deepEqual([taken.code, readFileSync(out, 'utf8')], [1, first]);
    assert.match(taken.stderr, /is there already/);
    assert.equal((await at.home.cli('export', '--out', out, '--force')).code, 0);
    const { agents } = JSON.parse(readFileSync(out, 'utf8')) as Exported;
    assert.equal(agents[0]?.total, 2);
    const nowhere = await at.home.cli('export', '--out', join(at.home.path, 'no/such.json'));
    assert.match(nowhere.stderr, /folder .* is not there/);
    assert.equal((await at.home.cli('export', '--format', 'xml')).code, 2);
    assert.deepEqual(
      readdirSync(at.home.path).filter((name) => name.endsWith('.partial')),
      [],
    );
  });

  test('a deletion that is refused, or needs no copy, leaves none', async () => {
    const exports = join(at.home.path, 'exports');
    assert.equal((await at.home.cli('delete', 'nobody', '--confirm')).code, 1);
    await at.report('a', 1);
    assert.equal((await at.home.cli('delete', 'a', '--confirm', '--no-backup')).code, 0);
    assert.equal(existsSync(exports), false);
  });
});

suite('the shipped command line: how it refuses and ends', function () {
  const at = onFreshHome();

  test('wrong usage is 2, an unknown or impossible agent is 1', async () => {
    for (const words of [[], ['frob'], ['agent'], ['agents', 'x'], ['history', 'a', '--limit=x']]) {
      const { code, stdout } = await at.home.cli(...words);
      assert.deepEqual([code, stdout], [2, ''], words.join(' '));
    }
    for (const id of ['__proto__', '../../x', '', 'a\nb']) {
      const { code, stdout, stderr } = await at.home.cli('agent', '--', id);
      assert.deepEqual([code, stdout], [1, ''], id);
      assert.match(stderr, id === '' || id === 'a\nb' ? /INVALID_INPUT/ : /NOT_FOUND/);
    }
  });

  test('a reader that has enough is no error', async () => {
    await at.report('h', 700);
    const command = `"${process.execPath}" "${cliFile}" history h --json | head -1; echo "\${PIPESTATUS[0]}"`;
    const run = promisify(execFile);
    const { stdout, stderr } = await run('bash', ['-c', command], { env: at.home.env });
    assert.equal(stderr, '');
    assert.equal(stdout, '{\n0\n');
  });

  test('help and version need no home', async () => {
    for (const none of ['/dev/null/nowhere', 'relative']) {
      const nowhere = { ...at.home.env, WATCHSTANDER_HOME: none };
      for (const word of ['help', '--help', 'version', '--version']) {
        const child = spawn(process.execPath, [cliFile, word], { env: nowhere });
        assert.deepEqual(await once(child, 'close'), [0, null]);
      }
    }
  });

  test('a home that can be none is told, and none is made', async () => {
    const env = { ...at.home.env, WATCHSTANDER_HOME: 'relative' };
    for (const command of ['agents', 'status', 'doctor', 'mcp']) {
      const child = spawn(process.execPath, [cliFile, command], { env, cwd: at.home.path });
      const stderr = await streamText(child.stderr);
      assert.match(stderr, /^watchstander: INVALID_INPUT: The home "relative" is no absolute path/);
      assert.match(stderr, /\nGive the setting watchstander\.home, or WATCHSTANDER_HOME, a whole/);
    }
    assert.equal(existsSync(join(at.home.path, 'relative')), false);
  });
});
