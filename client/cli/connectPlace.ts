import { homedir } from 'node:os';
import process from 'node:process';
import type { CanaryPlace } from '../connect/canary.ts';
import type { Surroundings } from './command.ts';

/** Whoever runs the command line is who is connected, in the folder that they are in. */
export function connectPlace({ home, clock }: Surroundings): CanaryPlace {
  const { env, platform } = process;
  return { home, clock, env, platform, userFolder: homedir(), project: process.cwd() };
}
