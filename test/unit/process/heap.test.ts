import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

const module = join(import.meta.dirname, '../../../server/process/heap.ts');

/** Makes what lasts, and says how large the room for what does not last has become: held, and after that. */
const program = `
import { getHeapSpaceStatistics } from 'node:v8';
import { holdNursery, letNurseryGrow } from ${JSON.stringify(module)};
const kept = [];
function sizeAfterWork() {
  for (let at = 0; at < 200_000; at += 1) kept.push({ at, list: [at], text: 'text ' + at });
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return space.space_size / 1024 / 1024;
}
holdNursery();
const held = sizeAfterWork();
letNurseryGrow();
console.log(JSON.stringify([held, sizeAfterWork()]));
`;

suite('the room for what is short-lived', () => {
  test('is held small until it is let grow', () => {
    const words = ['--max-semi-space-size=16', '--input-type=module', '-e', program];
    const said = execFileSync(process.execPath, words, { encoding: 'utf8' });
    const [held = NaN, grown = NaN] = JSON.parse(said) as number[];
    assert.ok(held <= 4, `${held} MB while it is held`);
    assert.ok(grown >= 16, `${grown} MB after that`);
  });
});
