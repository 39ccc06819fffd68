import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentName } from '../../../server/store/log/segment.ts';
import { openFileStore } from '../../../server/store/openFileStore.ts';
import { ownIdentity } from '../../../server/process/identity.ts';
import { systemClock } from '../../../shared/clock.ts';
import { isFailure, type ErrorCode, type Failure } from '../../../shared/errors.ts';
import { homeLayout } from '../../../shared/home.ts';
import { dial, frame, hello } from '../../support/rawPeer.ts';
import { plainCheckIn } from '../../support/records.ts';
import { installPrograms } from '../../support/shipped.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { inspectCall } from './inspect.ts';
import { openShim } from '../../support/mcpClient.ts';

/** What is asked of a home in which it must be refused. */
interface Asked {
  readonly tool: string;
  readonly given: Readonly<Record<string, string>>;
  /** The command line that is asked, where it is of another installation. */
  readonly entry?: string;
  /** What it must say is to be done next, where that is looked at. */
  readonly nextStep?: RegExp;
  /** Ends what keeps the home as it is. */
  readonly release?: () => Promise<void>;
}

type Cause = (home: TestHome) => Promise<Asked>;
type Ask = (home: TestHome, asked: Asked) => Promise<Failure>;

const update = 'process_agent_update';

async function checkIn(home: TestHome, agent_id: string): Promise<void> {
  await home.connect('mcp').request('watchstander/checkIn', { ...plainCheckIn, agent_id });
}

/** An agent that this was done to by a person. */
function after(...words: string[]): Cause {
  return async (home) => {
    await checkIn(home, 'a');
    assert.equal((await home.cli(...words)).code, 0);
    return { tool: update, given: { agent_id: 'a' } };
  };
}

/** Another process holds the store, lives, and serves nobody. */
async function locked(home: TestHome): Promise<Asked> {
  const folder = join(home.path, homeLayout.store);
  const identity = await ownIdentity();
  const log = (line: string): void => void home.log.push(line);
  const store = await openFileStore({ folder, clock: systemClock, identity, log });
  return { tool: update, given: { agent_id: 'a' }, release: () => store.close() };
}

/** As a successor does that dies right after its claim. */
function claimNext(home: TestHome, epoch: number): void {
  const segment = join(home.path, homeLayout.store, segmentName(epoch + 1));
  writeFileSync(segment, '', { flag: 'wx' });
}

/** The leader is overtaken, and an update of the extension takes the programs away that would start the next. */
async function fenced(home: TestHome): Promise<Asked> {
  const installed = join(home.path, 'installed');
  installPrograms(installed);
  const sidecar = join(installed, 'sidecar.js');
  const connection = home.connectAs({ sidecar });
  const { epoch } = await connection.request('watchstander/status', {});
  connection.dispose();
  claimNext(home, epoch);
  rmSync(sidecar);
  const given = { agent_id: 'a', request_id: 'r' };
  return { tool: update, given, entry: join(installed, 'cli.js') };
}

/** Somebody puts a folder where the sidecar has a file of its store. */
async function broken(home: TestHome): Promise<Asked> {
  const asked = { tool: update, given: { agent_id: 'a', request_id: 'r' } };
  const shim = await openShim(home);
  await shim.call(asked.tool, asked.given);
  await shim.client.close();
  const segment = join(home.path, homeLayout.store, segmentName(home.endpoint()?.epoch ?? 0));
  renameSync(segment, `${segment}.moved`);
  mkdirSync(segment);
  return asked;
}

async function unusable(home: TestHome): Promise<Asked> {
  mkdirSync(join(home.path, homeLayout.store));
  writeFileSync(join(home.path, homeLayout.store, 'notes.txt'), 'not a store');
  const nextStep = /Move the folder away/;
  return Promise.resolve({ tool: update, given: { agent_id: 'a' }, nextStep });
}

/** A real cause for each code. A text that is TOO_LARGE is longer than an argument of a process may be. */
const causes: Readonly<Record<Exclude<ErrorCode, Troubled | 'TOO_LARGE'>, Cause>> = {
  INVALID_INPUT: () => Promise.resolve({ tool: update, given: { agent_id: 'x'.repeat(129) } }),
  NOT_FOUND: () => Promise.resolve({ tool: 'pause_agent', given: { agent_id: 'nobody' } }),
  PAUSED: after('pause', 'a'),
  ARCHIVED: after('archive', 'a'),
  DELETED: after('delete', 'a', '--confirm'),
  CONFLICT: async (home) => {
    await checkIn(home, 'a');
    return { tool: update, given: { agent_id: 'a', expected_version: '7' } };
  },
  UNAVAILABLE: unusable,
};

/** The official client meets these below, with what comes after; here they would only wait once more. */
type Troubled = 'LOCKED' | 'FENCED' | 'INTERNAL';
const troubles: Readonly<Record<Troubled, Cause>> = {
  LOCKED: locked,
  FENCED: fenced,
  INTERNAL: broken,
};

async function askClient(home: TestHome, { tool, given, entry }: Asked): Promise<Failure> {
  const shim = await openShim(home, 'legacy', entry);
  try {
    const { expected_version: version, ...rest } = given;
    const numbers = version === undefined ? {} : { expected_version: Number(version) };
    return await shim.refusal(tool, { ...rest, ...numbers });
  } finally {
    await shim.client.close();
  }
}

async function askInspector(home: TestHome, { tool, given, entry }: Asked): Promise<Failure> {
  const pairs = Object.entries(given).map(([name, value]) => `${name}=${value}`);
  const answer = await inspectCall(home, [tool, ...pairs], entry);
  assert.equal(answer.isError, true);
  const failure = JSON.parse(answer.content[0]?.text ?? '') as unknown;
  assert.ok(isFailure(failure), answer.content[0]?.text);
  return failure;
}

const ways: readonly (readonly [
  name: string,
  ask: Ask,
  causes: Readonly<Record<string, Cause>>,
])[] = [
  ['the official client', askClient, causes],
  ['the inspector’s command line', askInspector, { ...causes, ...troubles }],
];

for (const [way, ask, met] of ways) {
  suite(`error codes by ${way}`, function () {
    let home: TestHome;

    setup(() => {
      home = new TestHome();
    });

    teardown(() => home.dispose());

    for (const [code, cause] of Object.entries(met)) {
      test(code, async () => {
        const asked = await cause(home);
        const failure = await ask(home, asked);
        await asked.release?.();
        assert.equal(failure.code, code, failure.error);
        assert.match(failure.next_step, asked.nextStep ?? /./);
      });
    }
  });
}

suite('error codes of a sidecar in trouble', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('LOCKED names who is in the way; when that one is gone the same client goes on', async () => {
    const { release } = await locked(home);
    const shim = await openShim(home);
    const { code, error, next_step } = await shim.refusal(update, { agent_id: 'a' });
    assert.equal(code, 'LOCKED');
    assert.match(error, new RegExp(`leads the store: process ${process.pid}\\.$`));
    assert.match(next_step, /ask the user to end that process/);
    await release?.();
    assert.equal((await shim.call<{ version: number }>(update, { agent_id: 'a' })).version, 1);
    await shim.client.close();
  });

  test('FENCED: the next sidecar applies the same request once', async () => {
    const asked = await fenced(home);
    assert.equal((await askClient(home, asked)).code, 'FENCED');
    const shim = await openShim(home);
    const { version } = await shim.call<{ version: number }>(asked.tool, asked.given);
    const { history } = await shim.call<{ history: string }>('get_system_history', {
      agent_id: 'a',
    });
    assert.deepEqual([version, (JSON.parse(history) as unknown[]).length], [1, 1]);
    await shim.client.close();
  });

  test('FENCED on the wire is a success for a client that finds the successor', async () => {
    const shim = await openShim(home);
    await shim.call(update, { agent_id: 'a' });
    const { epoch } = home.endpoint() ?? assert.fail('nobody leads');
    claimNext(home, epoch);
    const params = { ...plainCheckIn, request_id: 'raw' };
    const asked = { jsonrpc: '2.0', id: 2, method: 'watchstander/checkIn', params };
    assert.match(await answerOnWire(home, frame(asked)), /"code":"FENCED"/);
    claimNext(home, (await home.running()).epoch);
    const { version } = await shim.call<{ version: number }>(update, { agent_id: 'a' });
    const info = await shim.call<{ epoch: number }>('get_server_info');
    assert.ok(version >= 2);
    assert.equal(info.epoch, epoch + 4);
    await shim.client.close();
  });

  test('INTERNAL leaves what failed in the log, and the sidecar serves on', async () => {
    const asked = await broken(home);
    const { code, error, next_step } = await askClient(home, asked);
    assert.equal(code, 'INTERNAL');
    assert.match(error, /EISDIR/);
    assert.match(next_step, /fault in Watchstander/);
    assert.match(home.sidecarLog(), /watchstander\/checkIn failed: Error: EISDIR/);
    await checkIn(home, 'b');
    assert.equal((await home.running()).epoch, home.endpoint()?.epoch);
  });
});

/** What a peer without our library is told. */
async function answerOnWire(home: TestHome, question: string): Promise<string> {
  const socket = dial(home);
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  socket.write(hello(home) + question);
  await until('the answer to both', () => said.split('Content-Length').length > 2);
  socket.destroy();
  return said;
}
