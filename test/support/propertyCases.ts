import process from 'node:process';
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
  count('cases of each property', numRuns);
  process.stdout.write(`  ${name}: ${numRuns} cases a property, seed ${seed}\n`);
}
