import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { systemClock } from '../../../shared/clock.ts';
import { ownIdentity } from '../../../server/process/identity.ts';
import { temporaryHome } from '../../unit/store/temporary.ts';

const racers = 16;
const rounds = Number(process.env['WATCHSTANDER_LOCK_ROUNDS'] ?? 30);

interface Racer {
  readonly child: ChildProcess;
  ask(line: string): Promise<string>;
}

async function startRacer(): Promise<Racer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lockRacer.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    assert(line.done !== true, 'a racer ended');
    return line.value;
  };
  assert.equal(await answer(), 'ready');
  return {
    child,
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return answer();
    },
  };
}

suite('store: many processes meet one lock', () => {
  let all: Racer[] = [];

  suiteSetup(async function () {
    this.timeout(60_000);
    all = await Promise.all([...Array(racers).keys()].map(startRacer));
  });

  suiteTeardown(() => {
    for (const { child } of all) child.kill('SIGKILL');
  });

  for (const left of ['the lock of a dead process', 'nothing', 'an empty lock folder']) {
    test(`${left}: ${racers} racers, ${rounds} rounds, one winner each`, async function () {
      this.timeout(10_000 + rounds * 2_000);
      const home = temporaryHome();
      for (let round = 1; round <= rounds; round += 1) {
        const path = join(home, `store-${round}`);
        await leave(left, `${path}.lock`);
        const startMs = systemClock.monotonicMs();
        const answers = await Promise.all(all.map((racer) => racer.ask(path)));
        // Nobody may take a dead owner for one that has to be watched for seconds.
        assert(systemClock.monotonicMs() - startMs < 4_500, `round ${round} was slow`);
        const winners = answers.filter((answer) => answer === 'held').length;
        const losers = answers.filter((answer) => answer === 'LOCKED').length;
        assert.deepEqual([winners, losers], [1, racers - 1], `round ${round}: ${answers.join()}`);
        await Promise.all(all.map((racer) => racer.ask('release')));
        assert(!existsSync(`${path}.lock`));
      }
    });
  }
});

async function leave(what: string, folder: string): Promise<void> {
  if (what === 'nothing') return;
  mkdirSync(folder);
  if (what !== 'the lock of a dead process') return;
  const dead = { ...(await ownIdentity()), started: '1' };
  writeFileSync(join(folder, 'o-dead'), JSON.stringify(dead));
}
