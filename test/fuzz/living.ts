import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { dial, hello } from '../support/rawPeer.ts';
import { plainCheckIn } from '../support/records.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { cliFile } from '../support/shipped.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { frames } from './frames.ts';
import { messages } from './messages.ts';
import type { Probe } from './target.ts';

const atOnce = 16;
/** Whoever may come in may stop everything: that would be no fault. */
const rightfulEnds = ['watchstander/stop', 'watchstander/freeze'];

/** From the seed alone; another one where the first would end everything by right. */
function frameOf(probe: Probe, seed: number): Buffer {
  const random = seededRandom(seed);
  for (;;) {
    const bytes = probe.make(random);
    if (!rightfulEnds.some((name) => bytes.includes(name))) return bytes;
  }
}

/** The processes that users run, with everything wrong at their entrances, while one client is well. */
export class Living {
  private readonly home = new TestHome();
  private readonly client: SidecarConnection = this.home.connect('mcp');
  private pid = 0;
  private version = 0;
  private thrown = 0;

  /** Throws so many cases at sidecar and shim, and counts. Rejects when one ended, or lost a check-in. */
  static async fuzz(firstSeed: number, cases: number): Promise<number> {
    const living = new Living();
    try {
      await living.checkIn();
      living.pid = (await living.client.request('watchstander/status', {})).pid;
      const shim = Math.ceil(cases / 5);
      await living.atSocket(firstSeed, cases - shim);
      await living.atShim(firstSeed, shim);
      return living.thrown;
    } finally {
      await living.home.dispose();
    }
  }

  private async atSocket(firstSeed: number, cases: number): Promise<void> {
    const probe = await frames.open();
    for (let seed = firstSeed; seed < firstSeed + cases; seed += atOnce) {
      const batch = [...Array(Math.min(atOnce, firstSeed + cases - seed)).keys()];
      await Promise.all(batch.map((at) => this.throwAt(frameOf(probe, seed + at))));
      await this.checkIn();
    }
    await probe.close();
  }

  /** As a client that may come in, for nothing of interest is behind a closed door. */
  private async throwAt(bytes: Buffer): Promise<void> {
    const socket = dial(this.home);
    // A reset is an end as good as any.
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    socket.write(hello(this.home));
    socket.end(bytes);
    await closed;
    this.thrown += 1;
  }

  private async atShim(firstSeed: number, cases: number): Promise<void> {
    const probe = await messages.open();
    const shim = spawn(process.execPath, [cliFile, 'mcp'], {
      env: this.home.env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ended = once(shim, 'close');
    let said = '';
    shim.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    for (let seed = firstSeed; seed < firstSeed + cases; seed += 1) {
      shim.stdin.write(Buffer.concat([probe.make(seededRandom(seed)), Buffer.from('\n')]));
      this.thrown += 1;
    }
    shim.stdin.write('{"jsonrpc":"2.0","id":"last","method":"ping"}\n');
    await until('the shim answers what comes last', () => said.includes('"last"'), 120_000);
    shim.stdin.end();
    assert.deepEqual(await ended, [0, null]);
    for (const line of said.split('\n').slice(0, -1)) JSON.parse(line);
    await probe.close();
    await this.checkIn();
  }

  /** The next version and no other: nothing that was thrown counted as one, or ended the process. */
  private async checkIn(): Promise<void> {
    const { version } = await this.client.request('watchstander/checkIn', {
      ...plainCheckIn,
      agent_id: 'well behaved',
    });
    assert.equal(version, this.version + 1);
    this.version = version;
    const { pid } = await this.client.request('watchstander/status', {});
    assert.equal(this.pid === 0 ? pid : this.pid, pid, 'the sidecar has ended');
  }
}
