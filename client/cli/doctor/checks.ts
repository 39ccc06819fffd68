import type { Check } from './check.ts';
import { harnessChecks } from './harnessChecks.ts';
import { homeCheck } from './homeCheck.ts';
import { logCheck } from './logCheck.ts';
import { policyCheck } from './policyCheck.ts';
import { recordsCheck } from './recordsCheck.ts';
import { sidecarCheck } from './sidecarCheck.ts';
import { storeCheck } from './storeCheck.ts';
import { tokenCheck } from './tokenCheck.ts';

/** In the order in which one explains the next. */
export const checks: readonly Check[] = [
  homeCheck,
  tokenCheck,
  policyCheck,
  sidecarCheck,
  storeCheck,
  recordsCheck,
  logCheck,
  ...harnessChecks,
];
