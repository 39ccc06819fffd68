import { readFileSync, statSync } from 'node:fs';
import type { PolicyFault } from '../../shared/policy/policyFault.ts';
import { wholeFileFault } from '../../shared/policy/policyFault.ts';
import { longestPolicy } from '../../shared/policy/syntaxFaults.ts';

/** What is on disk; a text of null is no file. */
export type PolicyText =
  | { readonly text: string | null; readonly fault: null }
  | { readonly text: null; readonly fault: PolicyFault };

/** UTF-8 takes at most so many bytes for each of UTF-16's units. */
const bytesPerUnit = 3;

/** Reads the file as it is now. Whatever is in its place, this neither throws nor waits. */
export function readPolicyText(path: string): PolicyText {
  try {
    const facts = statSync(path);
    // A pipe would keep us waiting, and nothing sound is ever so large.
    if (!facts.isFile()) return unreadable('it is not a file');
    if (facts.size > longestPolicy * bytesPerUnit) return unreadable('it is too large');
    return { text: readFileSync(path, 'utf8'), fault: null };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { text: null, fault: null } : unreadable(code);
  }
}

function unreadable(why: string): PolicyText {
  return {
    text: null,
    fault: wholeFileFault('unreadable', `The file cannot be read: ${why}.`),
  };
}
