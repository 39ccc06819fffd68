import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate, loadCompiled, type Compiled } from '../../../server/process/compiled.ts';
import { keepCompiled } from '../../../server/process/compiledCache.ts';

const require = createRequire(import.meta.url);

suite('a program that is kept as it was compiled', () => {
  let folder: string;
  let cache: string;
  let program: string;

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'ws-compiled-'));
    cache = join(folder, 'cache');
    program = join(folder, 'program.js');
    write(41);
  });

  teardown(() => rmSync(folder, { recursive: true }));

  function write(answer: number): void {
    const body = `const { join } = require('node:path'); exports.answer = () => join('${answer}');`;
    writeFileSync(program, `(function (exports, require) { ${body} })`);
  }

  function load(): Compiled {
    return loadCompiled(program, cache);
  }

  function answerOf(compiled: Compiled): string {
    return (evaluate(compiled, require) as { answer: () => string }).answer();
  }

  /** The one file that a start left. */
  function keptFile(): string {
    const [name, ...others] = readdirSync(cache);
    assert.ok(name !== undefined && others.length === 0);
    return join(cache, name);
  }

  test('the next start has what this one compiled, functions that were called included', () => {
    const first = load();
    assert.equal(first.keptBytes, 0);
    const before = first.script.createCachedData().length;
    assert.equal(answerOf(first), '41');
    keepCompiled(first);
    const second = load();
    assert.ok(second.keptBytes > before);
    assert.equal(answerOf(second), '41');
  });

  test('nothing is written when there is nothing more than before', () => {
    const first = load();
    answerOf(first);
    keepCompiled(first);
    const { ino } = statSync(keptFile());
    const second = load();
    answerOf(second);
    keepCompiled(second);
    assert.equal(statSync(keptFile()).ino, ino);
  });

  test('what is kept of one program is not run for another, even of the same length', () => {
    const first = load();
    assert.equal(answerOf(first), '41');
    keepCompiled(first);
    write(42);
    const second = load();
    assert.equal(second.keptBytes, 0);
    assert.equal(answerOf(second), '42');
  });

  test('whatever is damaged is compiled again', () => {
    const first = load();
    answerOf(first);
    keepCompiled(first);
    const whole = readFileSync(keptFile());
    const flipped = Buffer.from(whole);
    flipped[whole.length >> 1] = 255 - (whole[whole.length >> 1] ?? 0);
    for (const damaged of [
      flipped,
      whole.subarray(0, whole.length >> 1),
      whole.subarray(0, 3),
      Buffer.of(),
    ]) {
      writeFileSync(keptFile(), damaged);
      const again = load();
      assert.equal(again.keptBytes, 0);
      assert.equal(answerOf(again), '41');
    }
  });
});
