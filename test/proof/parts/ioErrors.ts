import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasStrace, ioErrors, writeWithErrors, type IoError } from '../../chaos/store/ioErrors.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { countFaults } from '../histories/checkHistories.ts';
import type { Outcome, Part } from '../part.ts';

const latestCall = 60;

async function trial(error: IoError, when: string): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), 'watchstander-io-'));
  try {
    const { acknowledged, injected, faults } = await writeWithErrors({ home, error, when });
    const done = { processes: 1, acknowledged, 'calls that failed or were late': injected };
    const counts = { ...done, ...countFaults(faults) };
    const [first] = faults;
    if (first === undefined) return { counts };
    const fault = `${error.calls} ${error.how} ${when}: ${first.kind}, ${first.what}`;
    return { counts, fault };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const inEachPiece = ioErrors.length * 2;

/** None where strace is missing: the report says so. */
export const ioErrorParts: readonly Part[] = !hasStrace
  ? []
  : [
      {
        name: 'io-errors',
        title: 'Calls of real processes that fail',
        unit: 'processes',
        goal: { short: inEachPiece, full: 20 * inEachPiece },
        how:
          'strace makes a write or a sync of a segment fail (EIO, ENOSPC, EDQUOT) or come late, once or ' +
          'from then on, at a call drawn from the seed. What the process had acknowledged must be there.',
        isParallel: true,
        async run(piece, { seed }) {
          const random = seededRandom(seed * 1_000 + piece);
          const sum: Record<string, number> = {};
          const wrong: string[] = [];
          for (const error of ioErrors) {
            for (const howLong of ['', '+']) {
              const when = `${1 + Math.floor(random.uniform() * latestCall)}${howLong}`;
              const { counts, fault } = await trial(error, when);
              if (fault !== undefined) wrong.push(fault);
              for (const [name, count] of Object.entries(counts)) {
                sum[name] = (sum[name] ?? 0) + count;
              }
            }
          }
          return wrong.length === 0 ? { counts: sum } : { counts: sum, fault: wrong.join('; ') };
        },
      },
    ];
