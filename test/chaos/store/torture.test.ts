import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { delay, systemClock } from '../../../shared/clock.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { until } from '../../support/until.ts';
import { openIn, temporaryHome } from '../../unit/store/temporary.ts';

/** Gated by faults, not by seconds: what was lost once was lost after 90 s, and not after 20. */
const factor = Number(process.env['WATCHSTANDER_TORTURE_FACTOR'] ?? 1);
const kills = 30 * factor;
const stops = 60 * factor;
const rivals = 3;

suite('store: real processes that are killed and stopped', () => {
  for (const mode of ['locked', 'unlocked'] as const) {
    test(`${mode}: ${kills} kills, ${stops} stops, nothing acknowledged is lost`, async function () {
      this.timeout(120_000 * factor);
      const arena = new Arena(mode);
      await arena.torture();
      await arena.audit();
    });
  }

  test('without the fence it would be: this test notices', async () => {
    const arena = new Arena('unfenced');
    await arena.torture();
    await assert.rejects(arena.audit(), /acknowledged twice|lost/);
  });
});

type Mode = 'locked' | 'unlocked' | 'unfenced';

class Arena {
  private readonly home = temporaryHome();
  private readonly mode: Mode;
  private readonly random = seededRandom(Date.now());
  private readonly acknowledged = new Map<string, Map<number, number>>();
  private children: ChildProcess[] = [];
  /** Versions that two leaders gave. */
  private readonly twice: string[] = [];
  private started = 0;
  private count = 0;

  constructor(mode: Mode) {
    this.mode = mode;
  }

  async torture(): Promise<void> {
    try {
      while (this.children.length < rivals) this.spawn();
      await until('something is acknowledged', () => this.count > 0);
      for (let fault = 0; fault < kills + stops && this.twice.length === 0; fault += 1) {
        const before = this.count;
        if (fault % 3 === 0) this.kill();
        else await this.stopForAWhile();
        // Every other fault waits until somebody leads again, so that there is something to lose.
        if (fault % 2 === 0) await until('acknowledgements go on', () => this.count > before + 5);
      }
    } finally {
      for (const child of this.children) child.kill('SIGKILL');
    }
  }

  async audit(): Promise<void> {
    assert.deepEqual(this.twice, [], 'acknowledged twice');
    const store = await openIn(this.home);
    for (const [agent, versions] of this.acknowledged) {
      const { points } = await store.history(agent, {});
      const numbers = points.map((point) => point.time);
      assert.deepEqual(
        points.map((point) => point.version),
        [...Array(store.read(agent)?.version ?? 0).keys()].map((n) => n + 1),
      );
      assert.equal(new Set(numbers).size, numbers.length);
      const lost = [...versions].filter(([version, number]) => numbers[version - 1] !== number);
      assert.deepEqual(lost, [], `${agent}: ${lost.length} of ${versions.size} lost`);
    }
    await store.close();
  }

  private spawn(): void {
    this.started += 1;
    const args = [join(this.home, 'store'), String(this.started), this.mode];
    const rival = join(import.meta.dirname, 'rival.ts');
    const child = spawn(process.execPath, [rival, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.acknowledge(line);
    });
    this.children.push(child);
  }

  private acknowledge(line: string): void {
    const [agent = '', version, number] = line.split(' ');
    const versions = this.acknowledged.get(agent) ?? new Map<number, number>();
    this.acknowledged.set(agent, versions);
    if (versions.has(Number(version))) this.twice.push(`${agent} ${version ?? ''}`);
    versions.set(Number(version), Number(number));
    this.count += 1;
  }

  private kill(): void {
    const at = Math.floor(this.random.uniform() * this.children.length);
    const [victim] = this.children.splice(at, 1);
    victim?.kill('SIGKILL');
    this.spawn();
  }

  private async stopForAWhile(): Promise<void> {
    const victim = this.children[Math.floor(this.random.uniform() * this.children.length)];
    victim?.kill('SIGSTOP');
    const count = this.count + Math.floor(this.random.uniform() * 40);
    // Long enough for others to lead, if there is a way for them.
    const limitMs = 5 + this.random.uniform() * 60;
    const startMs = systemClock.monotonicMs();
    while (this.count < count && systemClock.monotonicMs() - startMs < limitMs) {
      await delay(systemClock, 2);
    }
    victim?.kill('SIGCONT');
  }
}
