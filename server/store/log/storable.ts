import assert from 'node:assert/strict';

const depthLimit = 16;

/**
 * Holds a value to what the log can keep, and freezes it: plain JSON, nested at most 16 deep, finite
 * numbers only (`JSON.stringify(Infinity)` is `null`: it would be lost without a word). What reaches
 * the store was checked where it entered, so anything else is a fault of the program.
 */
export function settle(value: unknown, depth = 0): void {
  if (typeof value === 'number') assert(Number.isFinite(value), 'a number is not finite');
  else if (typeof value === 'object' && value !== null) settleObject(value, depth);
  else
    assert(value === null || typeof value === 'string' || typeof value === 'boolean', 'not JSON');
}

/**
 * The same for a state, a verdict or a point: of flat parts whose numbers are looked at where they are
 * packed. One comes with each check-in, and to walk it once more would cost as much as to make it.
 */
export function settlePacked(value: object): void {
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key];
    if (typeof part === 'number') assert(Number.isFinite(part), 'a number is not finite');
    else if (typeof part === 'object' && part !== null && !(part instanceof Float64Array)) {
      Object.freeze(part);
    }
  }
  Object.freeze(value);
}

function settleObject(value: object, depth: number): void {
  assert(depth < depthLimit, 'a value is nested too deeply');
  if (value instanceof Float64Array) {
    for (const number of value) assert(Number.isFinite(number), 'a number is not finite');
    return;
  }
  if (Array.isArray(value)) for (const entry of value) settle(entry, depth + 1);
  else settleEntries(value, depth);
  Object.freeze(value);
}

function settleEntries(value: object, depth: number): void {
  for (const key in value) settle((value as Record<string, unknown>)[key], depth + 1);
}
