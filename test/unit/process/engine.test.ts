import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const room = join(import.meta.dirname, '../../../server/process');

/** As a sidecar is started and begins; `said` is what the program says at its end. */
function runs(program: string, ...flags: readonly string[]): string {
  const whole = `
    import { holdNursery, settleEngine, spareMiddleCompiler } from ${JSON.stringify(join(room, 'engine.ts'))};
    import { evaluate, loadCompiled } from ${JSON.stringify(join(room, 'compiled.ts'))};
    import { keepCompiled } from ${JSON.stringify(join(room, 'compiledCache.ts'))};
    ${program}`;
  const words = ['--max-semi-space-size=16', ...flags, '--input-type=module', '-e', whole];
  return execFileSync(process.execPath, words, { encoding: 'utf8' });
}

suite('the engine', () => {
  test('its room for what is short-lived is held small until a start is over', () => {
    const said = runs(`
      import { getHeapSpaceStatistics } from 'node:v8';
      const kept = [];
      function sizeAfterWork() {
        for (let at = 0; at < 200_000; at += 1) kept.push({ at, list: [at], text: 'text ' + at });
        const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
        return space.space_size / 1024 / 1024;
      }
      holdNursery();
      const held = sizeAfterWork();
      settleEngine(() => undefined);
      console.log(JSON.stringify([held, sizeAfterWork()]));`);
    const [held = NaN, grown = NaN] = JSON.parse(said) as number[];
    assert.ok(held <= 4, `${held} MB while it is held`);
    assert.ok(grown >= 16, `${grown} MB after that`);
  });

  test('its middle compiler works until it is spared, and not after that', () => {
    const traced = runs(
      `
      function work(name) {
        const hot = new Function('factor', 'let sum = 0; for (let at = 0; at < 50; at += 1) sum += at * factor; return sum; //' + name);
        for (let at = 0; at < 200_000; at += 1) hot(at);
      }
      work('before');
      spareMiddleCompiler();
      console.log('spared');
      work('spared');
      settleEngine(() => undefined);
      work('after');`,
      '--trace-opt',
    );
    const [before = '', ...after] = traced.split('spared');
    assert.match(before, /MAGLEV/u);
    assert.doesNotMatch(after.join(' '), /MAGLEV/u);
  });

  test('what is kept of a start is what the next one takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ws-engine-'));
    try {
      const program = join(folder, 'program.js');
      writeFileSync(program, '(function (exports) { exports.answer = () => 41; })');
      const start = `
        const compiled = loadCompiled(${JSON.stringify(program)}, ${JSON.stringify(join(folder, 'cache'))});
        evaluate(compiled, undefined).answer();
        holdNursery();
        spareMiddleCompiler();
        settleEngine(() => keepCompiled(compiled));
        console.log(compiled.keptBytes);`;
      assert.equal(Number(runs(start)), 0);
      assert.ok(Number(runs(start)) > 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
