import { test } from 'mocha';

const untried = new WeakMap<object, string>();

/**
 * Stands where tests would be that this machine does not let run. It fails nothing, for that is promised
 * to a machine without the means; but the run says that they were not tried, and why.
 */
export function notTried(reason: string): void {
  test(`is not tried: ${reason}`, function () {
    untried.set(this.runnable(), reason);
  });
}

/** Null for a test that was run. */
export function whyUntried(ran: object): string | null {
  return untried.get(ran) ?? null;
}
