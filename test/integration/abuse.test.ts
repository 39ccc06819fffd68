import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import process from 'node:process';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { memoryMb } from '../bench/procfs.ts';
import { plainCheckIn } from '../support/records.ts';
import { dial, frame, hello } from '../support/rawPeer.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';

/** What a sidecar may take while it is abused; idle it takes about 90 MB, and garbage is collected late. */
const peakMb = 256;
/** After so long a client would look for another sidecar; on a quiet machine it is a tenth of it. */
const p99Ms = 2_000;

interface Row {
  readonly abuse: string;
  /** The most that it ever took: its own answers come when it is not busy. */
  readonly peakMb: number;
  readonly checkIns: number;
  readonly p99Ms: number;
}

const rows: Row[] = [];
let home: TestHome;
let innocent: SidecarConnection;
let pid = 0;

/** What one client does to the others: the sidecar's memory, and how long another one waits. */
suite('bounds under abuse', function () {
  suiteSetup(async () => {
    home = new TestHome();
    innocent = home.connect('mcp');
    ({ pid } = await innocent.request('watchstander/status', {}));
  });

  suiteTeardown(async () => {
    await home.dispose();
    for (const row of rows) process.stdout.write(`    ${describe(row)}\n`);
  });

  test('framing bombs: false lengths, endless headers, garbage', async () => {
    const bombs = [
      'Content-Length: 99999999999\r\n\r\n',
      'a'.repeat(1024 * 1024),
      `Content-Length: ${1024 * 1024}\r\n\r\n${'x'.repeat(1024 * 1024)}`,
      Buffer.alloc(1024 * 1024, 0xfe),
    ];
    await during('200 framing bombs of 1 MiB', async () => {
      for (let round = 0; round < 50; round += 1) await Promise.all(bombs.map(bomb));
    });
  });

  test('slow readers: ask for pages and take nothing', async () => {
    const ask = (id: number): string =>
      frame({ jsonrpc: '2.0', id, method: 'watchstander/history', params: { agent_id: 'a' } });
    await during('8 slow readers', async () => {
      const readers = await Promise.all(Array.from({ length: 8 }, () => session()));
      for (const socket of readers) {
        socket.pause();
        socket.write(Array.from({ length: 2_000 }, (_, index) => ask(index + 2)).join(''));
      }
      await until('the end of their sessions', isAlone);
      for (const socket of readers) socket.destroy();
    });
  });

  test('a flood of requests', async () => {
    await during('20,000 requests from 4 sessions at once', async () => {
      const flooders = await Promise.all(Array.from({ length: 4 }, () => session()));
      await Promise.all(
        flooders.map(async (socket) => {
          const answers = answersTo(socket);
          for (let id = 2; id < 5_002; id += 1) {
            const status = { jsonrpc: '2.0', id, method: 'watchstander/status', params: {} };
            if (!socket.write(frame(status))) await once(socket, 'drain');
          }
          await until('every answer', () => answers.length >= 5_000);
          // In whatever order: nobody promises one.
          assert.deepEqual(
            answers.sort((a, b) => a - b),
            Array.from({ length: 5_000 }, (_, at) => at + 2),
          );
          socket.destroy();
        }),
      );
    });
  });

  test('two hundred sessions', async () => {
    await during('200 sessions', async () => {
      const sockets: Socket[] = [];
      for (let opened = 0; opened < 200; opened += 20) {
        sockets.push(...(await Promise.all(Array.from({ length: 20 }, () => session()))));
      }
      const { sessions } = await innocent.request('watchstander/status', {});
      assert.equal(sessions.length, 201);
      const asked = frame({ jsonrpc: '2.0', id: 2, method: 'watchstander/fleet', params: {} });
      await Promise.all(
        sockets.map(async (socket) => {
          for (let time = 0; time < 10; time += 1) {
            const answered = once(socket, 'data');
            socket.write(asked);
            await answered;
          }
        }),
      );
      for (const socket of sockets) socket.destroy();
      await until('the end of their sessions', isAlone);
    });
  });
});

function describe({ abuse, peakMb: peak, checkIns, p99Ms: p99 }: Row): string {
  return `${abuse}: peak so far ${peak.toFixed(0)} MB; ${checkIns} other check-ins, p99 ${p99.toFixed(1)} ms`;
}

/** Checks in, one after the other, for as long as the abuse goes on. */
async function during(abuse: string, act: () => Promise<void>): Promise<void> {
  const waits: number[] = [];
  const acts = { isOver: false };
  const acting = act().finally(() => (acts.isOver = true));
  do {
    const startMs = performance.now();
    await innocent.request('watchstander/checkIn', plainCheckIn);
    waits.push(performance.now() - startMs);
  } while (!acts.isOver);
  await acting;
  waits.sort((a, b) => a - b);
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? NaN;
  const row = { abuse, peakMb: memoryMb(pid).peak, checkIns: waits.length, p99Ms: p99 };
  rows.push(row);
  assert.ok(row.peakMb < peakMb && row.p99Ms < p99Ms, describe(row));
  assert.equal((await innocent.request('watchstander/status', {})).pid, pid);
}

/** The ids of what is answered, as it comes: what a chunk leaves of a frame belongs to the next one. */
function answersTo(socket: Socket): number[] {
  const ids: number[] = [];
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    // One character a byte, as lengths are counted.
    rest += chunk.toString('latin1');
    for (;;) {
      const [header = '', length] = /^Content-Length: (\d+)\r\n\r\n/.exec(rest) ?? [];
      const end = header.length + Number(length);
      if (length === undefined || rest.length < end) return;
      ids.push((JSON.parse(rest.slice(header.length, end)) as { id: number }).id);
      rest = rest.slice(end);
    }
  });
  return ids;
}

async function session(): Promise<Socket> {
  const socket = dial(home);
  socket.write(hello(home));
  await once(socket, 'data');
  return socket;
}

/** Whatever error comes before: the sidecar hangs up while it is still being written to. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function isAlone(): Promise<boolean> {
  return (await innocent.request('watchstander/status', {})).sessions.length === 1;
}

async function bomb(bytes: string | Buffer): Promise<void> {
  const socket = dial(home);
  const end = closed(socket);
  socket.resume();
  socket.write(bytes);
  await end;
}
