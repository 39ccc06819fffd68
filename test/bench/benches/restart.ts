import { linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { historyName } from '../../../server/store/log/segment.ts';
import type { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { filledHome } from '../filledHome.ts';
import { memoryMb } from '../procfs.ts';
import { endSidecar, Subject } from '../subject.ts';

/** How long a start takes when there is much to recover, and what it takes of memory. */
export const restart: Bench = { name: 'restart', run };

interface Start {
  readonly answeredMs: number;
  readonly peakMb: number;
  /** With the histories of what ended written, which follows the first answer. */
  readonly peakAfterUpkeepMb: number;
}

async function run(setting: Setting): Promise<readonly Figure[]> {
  const { extent, place, say } = setting;
  const isFull = extent === 'full';
  const [agents, archived, pointsPerAgent] = isFull ? [10_000, 8_000, 100] : [1_000, 800, 20];
  const filling = { agents, archived, pointsPerAgent, log: 'long' } as const;
  const origin = await filledHome(setting, filling);
  const starts: Start[] = [];
  const repeats = isFull ? 7 : 2;
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const start = await startOnce(copyOf(origin, place.home()));
    starts.push(start);
    const { answeredMs, peakMb } = start;
    say(`${repeat} of ${repeats}: ${answeredMs.toFixed(0)} ms, ${peakMb.toFixed(0)} MB`);
  }
  return figuresOf(starts, agents * pointsPerAgent);
}

/** What ended is never written again, so links do: every start finds the same long log. */
function copyOf(origin: TestHome, home: TestHome): TestHome {
  const [from, to] = [join(origin.path, 'store'), join(home.path, 'store')];
  mkdirSync(to);
  for (const name of readdirSync(from)) linkSync(join(from, name), join(to, name));
  return home;
}

async function startOnce(home: TestHome): Promise<Start> {
  const startMs = performance.now();
  const subject = await Subject.open(home);
  const answeredMs = performance.now() - startMs;
  const peakMb = memoryMb(subject.pid).peak;
  const ended = historyName((await subject.epoch()) - 1);
  const names = (): string[] => readdirSync(join(home.path, 'store'));
  await until(`${ended} in the store`, () => names().includes(ended));
  const peakAfterUpkeepMb = memoryMb(subject.pid).peak;
  subject.close();
  await endSidecar(home, 'SIGKILL');
  return { answeredMs, peakMb, peakAfterUpkeepMb };
}

function figuresOf(starts: readonly Start[], points: number): Figure[] {
  return [
    {
      name: `restart, ${points} points, log at its longest`,
      unit: 'ms',
      values: starts.map(({ answeredMs }) => answeredMs),
      targets: atMost(1_000),
      panel: 'Time to the first answer',
    },
    {
      name: 'peak memory at the first answer',
      unit: 'MB',
      values: starts.map(({ peakMb }) => peakMb),
      targets: atMost(200, 'max'),
      panel: 'Memory',
    },
    {
      name: 'peak memory with histories written',
      unit: 'MB',
      values: starts.map(({ peakAfterUpkeepMb }) => peakAfterUpkeepMb),
      targets: atMost(200, 'max'),
      panel: 'Memory',
    },
  ];
}
