import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { faultLine } from '../../../shared/policy/policyFault.ts';
import { faultsOf } from '../policyFile.ts';
import type { Check } from './check.ts';

export const policyCheck: Check = {
  title: 'policy',
  async look({ home }) {
    const path = join(home, homeLayout.policy);
    const faults = await faultsOf(path);
    if (faults === null)
      return { verdict: 'ok', found: 'No policy.json: the defaults are in force.' };
    const [first] = faults;
    if (first === undefined) return { verdict: 'ok', found: `${path} has no mistake.` };
    const others = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
    return {
      verdict: 'wrong',
      found: `${path} is not in force: ${faultLine(first)}${others}`,
      next_step: 'Correct it; `watchstander policy check` lists every mistake with its place.',
    };
  },
};
