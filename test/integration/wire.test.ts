import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { isFailure, type Failure } from '../../shared/errors.ts';
import { dial, frame, hello, tell } from '../support/rawPeer.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';

let home: TestHome;
let connection: SidecarConnection;
let pid = 0;

async function open(): Promise<void> {
  home = new TestHome();
  connection = home.connect();
  pid = (await connection.request('watchstander/status', {})).pid;
}

async function failureOf(bytes: string | Buffer): Promise<Failure> {
  const answer = await tell(home, bytes);
  const body = JSON.parse(answer.slice(answer.indexOf('{'))) as { error?: { data?: unknown } };
  const failure = body.error?.data;
  assert.ok(isFailure(failure), `expected a failure, got ${answer}`);
  return failure;
}

const stop = { jsonrpc: '2.0', id: 1, method: 'watchstander/stop', params: { reason: 'x' } };

const refusals: readonly (readonly [string, () => string | Buffer, string, RegExp])[] = [
  ['a false length', () => 'Content-Length: 99999999999\r\n\r\n{', 'TOO_LARGE', /too large/],
  ['a length that cuts', () => 'Content-Length: 3\r\n\r\n{"a":1}', 'INVALID_INPUT', /not JSON/],
  ['garbage', () => Buffer.alloc(4_096, 0xfe), 'INVALID_INPUT', /header/],
  ['a header without end', () => 'a'.repeat(1_000), 'INVALID_INPUT', /header/],
  ['no JSON-RPC', () => frame([1, 2, 3]), 'INVALID_INPUT', /not a JSON-RPC message/],
  ['a request before the handshake', () => frame(stop), 'INVALID_INPUT', /first message/],
  ['a wrong token', () => hello(home, { token: 'f'.repeat(64) }), 'INVALID_INPUT', /token/],
  ['another home', () => hello(home, { home: '0123456789abcdef' }), 'INVALID_INPUT', /home/],
  [
    'an old protocol',
    () => hello(home, { protocol: { major: 0, minor: 9 } }),
    'INVALID_INPUT',
    /is older than the sidecar .*: protocol 0\.9, the sidecar 2\.0/,
  ],
  ['a kind that is none', () => hello(home, { kind: 'x' as 'cli' }), 'INVALID_INPUT', /kind/],
];

suite('what a wrong or old peer is told', () => {
  suiteSetup(open);
  suiteTeardown(() => home.dispose());

  for (const [name, bytes, code, words] of refusals) {
    test(`${name} gets a clear error, and nobody else notices`, async () => {
      const failure = await failureOf(bytes());
      assert.equal(failure.code, code);
      assert.match(failure.error, words);
      assert.ok(failure.next_step.length > 10, 'it should say what to do');
      const status = await connection.request('watchstander/status', {});
      assert.equal(status.pid, pid);
      assert.equal(status.agents.total, 0);
    });
  }

  test('bad requests in a good session are refused one by one', async () => {
    const ask = (method: string, params: unknown): Promise<unknown> =>
      connection.request(method as 'watchstander/status', params as Record<string, never>);
    const number = {
      agent_id: 'a',
      parameters: ['1'],
      ethical_drift: [],
      complexity: 2,
      text: 'x',
    };
    await assert.rejects(ask('watchstander/agent', { agent_id: 'nobody' }), { code: 'NOT_FOUND' });
    await assert.rejects(ask('watchstander/agent', { agent_id: '__proto__' }), {
      code: 'NOT_FOUND',
    });
    await assert.rejects(ask('watchstander/history', { agent_id: '../../x' }), {
      code: 'NOT_FOUND',
    });
    await assert.rejects(ask('watchstander/checkIn', number), { code: 'INVALID_INPUT' });
    await assert.rejects(ask('watchstander/nothing', {}), { code: 'INVALID_INPUT' });
    await assert.rejects(ask('toString', {}), { code: 'INVALID_INPUT' });
    assert.equal((await connection.request('watchstander/status', {})).agents.total, 0);
  });

  test('the home is its owner’s alone', () => {
    const mode = (path: string): number => statSync(join(home.path, path)).mode & 0o777;
    assert.equal(mode('.'), 0o700);
    assert.equal(mode('run/token'), 0o600);
    assert.equal(mode('run/endpoint'), 0o600);
    const socket = readdirSync(join(home.path, 'run')).find((name) => name.endsWith('.sock'));
    assert.equal(mode(`run/${socket ?? 'none'}`), 0o600);
    assert.equal(readFileSync(join(home.path, 'run/token'), 'utf8').trim().length, 64);
  });
});

suite('what a hostile peer can do', () => {
  suiteSetup(open);
  suiteTeardown(() => home.dispose());

  test('one that says nothing is let go', async () => {
    assert.equal(await tell(home, ''), '');
  });

  test('one that asks and never reads is dropped, and the sidecar stays small', async () => {
    const socket = dial(home);
    socket.write(hello(home));
    await once(socket, 'data');
    socket.pause();
    const ask = (id: number): string =>
      frame({ jsonrpc: '2.0', id, method: 'watchstander/status', params: {} });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(Array.from({ length: 50_000 }, (_, index) => ask(index + 2)).join(''));
    await until('the end of that session', async () => {
      return (await connection.request('watchstander/status', {})).sessions.length === 1;
    });
    socket.resume();
    await closed;
    const { rss_bytes, pid: same } = await connection.request('watchstander/status', {});
    assert.ok(rss_bytes < 120 * 1024 * 1024, `the sidecar has ${rss_bytes} bytes`);
    assert.equal(same, pid);
  });
});
