// Entry: node dist/sidecar.js --home <folder> [--check]
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { homeLayout } from '../shared/home.ts';
import type * as program from './main.ts';
import { evaluate, loadCompiled } from './process/compiled.ts';

/** Beside this one: what the sidecar is. Apart, so that it need not be compiled to be started. */
const programFile = join(import.meta.dirname, 'sidecarProgram.js');
const usageError = 2;

const { values } = parseArgs({
  options: { home: { type: 'string' }, check: { type: 'boolean', default: false } },
});
if (values.home === undefined) {
  process.stderr.write('usage: sidecar.js --home <folder> [--check]\n');
  process.exit(usageError);
}
const compiled = loadCompiled(programFile, join(values.home, homeLayout.cache));
const { check, run } = evaluate(compiled, require) as typeof program;
void (values.check ? check(values.home) : run(values.home, compiled)).then((code) =>
  process.exit(code),
);
