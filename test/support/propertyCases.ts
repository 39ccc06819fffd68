import process from 'node:process';
import fc from 'fast-check';
import { count } from './counts.ts';

/** How often fast-check tries a property and from which seed; the same cases for the same two. */
export interface PropertyCases {
  readonly numRuns: number;
  readonly seed: number;
}

/** @param usual the seed that `npm test` takes; what a chaos run wants otherwise, it says in the environment. */
export function propertyCases(usual: number): PropertyCases {
  return {
    numRuns: Number(process.env['WATCHSTANDER_PROPERTY_RUNS'] ?? 5_000),
    seed: Number(process.env['WATCHSTANDER_PROPERTY_SEED'] ?? usual),
  };
}

/** Said with every run, also a good one: whoever wants to see it again sets both. */
export function sayCases(name: string, { numRuns, seed }: PropertyCases): void {
  process.stdout.write(`  ${name}: ${numRuns} cases a property, seed ${seed}\n`);
}

/** 10 ms a case, many times what one takes. To make a finding small would else have no end. */
export function longestMs({ numRuns }: PropertyCases): number {
  return Math.max(300_000, 10 * numRuns);
}

/** Holds properties, and counts afterwards what was tried of each, also where one is tried less often. */
export class PropertyCount {
  private readonly tried: number[] = [];

  holds<T>(property: fc.IRawProperty<T, false>, cases: PropertyCases): void {
    const interruptAfterTimeLimit = longestMs(cases);
    fc.assert(property, { ...cases, interruptAfterTimeLimit, markInterruptAsFailure: true });
    this.tried.push(cases.numRuns);
  }

  /** Once all have run: so many cases had each of them, and none had fewer. */
  say(): void {
    if (this.tried.length > 0) count('cases of each property', Math.min(...this.tried));
  }
}
