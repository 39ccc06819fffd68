import { readFile } from 'node:fs/promises';
import { wholeFileFault, type PolicyFault } from '../../shared/policy/policyFault.ts';
import { readPolicy } from '../../shared/policy/readPolicy.ts';

/** What is wrong with a policy file; null when there is no file. */
export async function faultsOf(path: string): Promise<readonly PolicyFault[] | null> {
  try {
    return readPolicy(await readFile(path, 'utf8')).faults;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    return [wholeFileFault('unreadable', `The file cannot be read: ${code}.`)];
  }
}
