import assert from 'node:assert/strict';
import { WatchstanderError, errorCodes } from '../../shared/errors.ts';

/** Whatever comes out anywhere: every number in it is finite. */
export function assertFinite(value: unknown, place = 'result'): void {
  if (typeof value === 'number') assert(Number.isFinite(value), `${place} is ${value}`);
  if (typeof value !== 'object' || value === null) return;
  if (ArrayBuffer.isView(value)) {
    for (const number of value as Float64Array) assertFinite(number, place);
    return;
  }
  for (const [key, held] of Object.entries(value)) assertFinite(held, `${place}.${key}`);
}

/** Nothing that was thrown in may change what all objects have. */
export function assertUnpolluted(): void {
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined, 'Object.prototype changed');
}

/** A refusal that tells its reader what to do; everything else is a fault of ours. */
export function assertRefusal(error: unknown): void {
  if (!(error instanceof WatchstanderError)) throw error;
  assert.notEqual(error.code, 'INTERNAL', error.message);
  assert(errorCodes.includes(error.code) && error.nextStep !== '', error.message);
}
