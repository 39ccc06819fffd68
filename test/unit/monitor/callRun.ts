import type { MeasuredCall } from '../../../server/monitor/hooks/features.ts';

let made = 0;

/** A call that succeeds and brings a result that no other call brings, unless told otherwise. */
export function callOf(change: Partial<MeasuredCall> = {}): MeasuredCall {
  made += 1;
  return {
    tool: 'Bash',
    argumentsDigest: `arguments ${made}`,
    resultDigest: `result ${made}`,
    outcome: 'succeeded',
    isEdit: false,
    isCommand: true,
    atMs: made * 1000,
    outputLength: 500,
    ...change,
  };
}

export function callsOf(count: number, change: Partial<MeasuredCall> = {}): MeasuredCall[] {
  return Array.from({ length: count }, () => callOf(change));
}
