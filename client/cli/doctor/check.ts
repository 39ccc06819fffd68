import { toFailure } from '../../../shared/errors.ts';
import type { Surroundings } from '../command.ts';

/** From good to bad: `warning` works and should be looked at, `wrong` has to be put right. */
export const verdicts = ['ok', 'warning', 'wrong'] as const;
export type Verdict = (typeof verdicts)[number];

/** What one check came to. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was found, in one sentence or a few. */
  readonly found: string;
  /** What to do; only where something is to be done. */
  readonly next_step?: string;
}

/**
 * One thing that `doctor` looks at. It changes nothing, starts no sidecar and works beside a living
 * one. What it throws is a finding too.
 */
export interface Check {
  readonly title: string;
  look(around: Surroundings): Promise<Finding>;
}

export interface Examination extends Finding {
  readonly title: string;
}

export async function examine(check: Check, around: Surroundings): Promise<Examination> {
  const { title } = check;
  try {
    return { title, ...(await check.look(around)) };
  } catch (error) {
    const { error: found, next_step } = toFailure(error);
    return { title, verdict: 'wrong', found: `This could not be looked at: ${found}`, next_step };
  }
}

/** The worst of some findings, in their order; `fine` when there is none. */
export function gather(findings: readonly Finding[], fine: string): Finding {
  const rank = ({ verdict }: Finding): number => verdicts.indexOf(verdict);
  const telling = findings.filter(({ verdict }) => verdict !== 'ok');
  const [worst] = [...telling].sort((a, b) => rank(b) - rank(a));
  if (worst === undefined) return { verdict: 'ok', found: fine };
  const steps = telling.flatMap(({ next_step }) => next_step ?? []);
  return {
    verdict: worst.verdict,
    found: telling.map(({ found }) => found).join(' '),
    ...(steps.length === 0 ? {} : { next_step: [...new Set(steps)].join(' ') }),
  };
}
