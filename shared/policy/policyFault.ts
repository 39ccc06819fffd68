import type { Place } from './place.ts';

export type FaultCode =
  | 'unreadable'
  | 'too-large'
  | 'syntax'
  | 'duplicate-key'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'wrong-form'
  | 'not-a-choice'
  | 'out-of-range'
  | 'out-of-order';

/** Why a policy file is not in force: one for each mistake. */
export interface PolicyFault {
  readonly code: FaultCode;
  readonly message: string;
  readonly from: Place;
  readonly to: Place;
  /** What was probably meant, to be put between `from` and `to`. */
  readonly suggestion: string | null;
}

/** "3:5: health.risk.healthy must be …" */
export function faultLine({ from, message }: PolicyFault): string {
  return `${from.line}:${from.column}: ${message}`;
}

/** All in one line, for where there is no room for more. */
export function summarise(faults: readonly PolicyFault[]): string | null {
  const [first] = faults;
  if (first === undefined) return null;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `line ${first.from.line}, column ${first.from.column}: ${first.message}${more}`;
}

/** A fault of the file as a whole. */
export function wholeFileFault(code: FaultCode, message: string): PolicyFault {
  const start = { line: 1, column: 1 };
  return { code, message, from: start, to: start, suggestion: null };
}
