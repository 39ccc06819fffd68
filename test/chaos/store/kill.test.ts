import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import type { Store } from '../../../server/store/port.ts';
import { programOf } from '../../support/program.ts';
import { sampleState } from '../../unit/store/samples.ts';
import { openIn } from '../../unit/store/openIn.ts';
import { temporaryHome } from '../../unit/store/temporary.ts';

const writer = await programOf(join(import.meta.dirname, 'writer.ts'));

suite('store: a writer that is killed', () => {
  for (const rotationBytes of [1 << 30, 40_000]) {
    test(`keeps what it acknowledged, rotating every ${rotationBytes} bytes`, async () => {
      const home = temporaryHome();
      const acknowledged = new Map<string, number>();
      for (let kill = 0; kill < 6; kill += 1) {
        await writeAndKill(home, { rotationBytes, lines: 40 * (kill + 1), acknowledged });
      }
      const store = await openIn(home);
      await assertKept(store, acknowledged);
      await store.close();
    });
  }
});

interface Run {
  readonly rotationBytes: number;
  /** The kill comes after so many lines. */
  readonly lines: number;
  readonly acknowledged: Map<string, number>;
}

async function writeAndKill(home: string, run: Run): Promise<void> {
  const child = spawn(process.execPath, [writer, join(home, 'store'), String(run.rotationBytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.split('\n').length > run.lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n');
  assert(lines.length >= run.lines, `it ended by itself: ${text}`);
  for (const line of lines) {
    const [agent = '', version] = line.split(' ');
    if (agent === 'open') continue;
    run.acknowledged.set(agent, Math.max(run.acknowledged.get(agent) ?? 0, Number(version)));
  }
}

async function assertKept(store: Store, acknowledged: Map<string, number>): Promise<void> {
  assert.equal(acknowledged.size, 4);
  for (const [agent, version] of acknowledged) {
    const record = store.read(agent);
    assert(record !== undefined && record.version >= version, `${agent} lost ${version}`);
    assert.deepEqual(record.state.previous, sampleState(record.version).previous);
    const { points } = await store.history(agent, {});
    assert.deepEqual(
      points.map((point) => point.version),
      [...Array(record.version).keys()].map((n) => n + 1),
    );
  }
}
