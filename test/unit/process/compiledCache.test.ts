import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropOldCompiled } from '../../../server/process/compiledCache.ts';

test('compiled code of a month ago goes, newer stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ws-compiled-'));
  const nowMs = Date.UTC(2026, 0, 31);
  const fileOf = (daysOld: number): string => {
    const file = join(folder, `v24-${daysOld}`, 'code');
    mkdirSync(join(folder, `v24-${daysOld}`));
    writeFileSync(file, 'compiled');
    const madeS = nowMs / 1_000 - daysOld * 24 * 60 * 60;
    utimesSync(file, madeS, madeS);
    return file;
  };
  const [old, young] = [fileOf(30), fileOf(29)];
  assert.equal(dropOldCompiled(folder, nowMs), 1);
  assert.deepEqual([existsSync(old), existsSync(young)], [false, true]);
  rmSync(folder, { recursive: true });
});
