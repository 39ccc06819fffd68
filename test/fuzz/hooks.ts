import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hook } from '../../client/hook/hook.ts';
import { neutralEventOf } from '../../client/hook/neutralEvent.ts';
import { systemClock } from '../../shared/clock.ts';
import { harnesses } from '../../shared/hooks.ts';
import { admit } from '../../shared/schema.ts';
import { capturedEvents } from '../support/hookProcess.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { mangled, mutantOf, pick } from './mutation.ts';
import { assertUnpolluted } from './soundness.ts';
import type { Outcome, Probe, Target } from './target.ts';

const events = [
  ...capturedEvents('claude', 'claude-code'),
  ...capturedEvents('codex', 'codex'),
  ...capturedEvents('gemini', 'gemini'),
  ...capturedEvents('copilot', 'copilot'),
  ...capturedEvents('cursor', 'claude-code'),
];

function make(random: SeededRandom): Buffer {
  const { words, event } = pick(random, events);
  const text = mutantOf(random, event);
  const word = random.uniform() < 0.1 ? mutantOf(random, words[1]) : JSON.stringify(words[1]);
  const harness = pick(random, harnesses);
  const input = random.uniform() < 0.8 ? Buffer.from(text) : mangled(random, Buffer.from(text));
  return Buffer.concat([Buffer.from(`${harness}\n${word}\n`), input]);
}

function partsOf(input: Buffer): readonly [string, string, string] {
  const [harness = '', word = '', ...rest] = input.toString('utf8').split('\n');
  return [harness, word, rest.join('\n')];
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** What is measured must pass the door of the sidecar; what has no session is nobody's. */
function measure(input: Buffer): Outcome {
  const [name, word, text] = partsOf(input);
  const harness = harnesses.find((known) => known === name);
  assert(harness !== undefined);
  const neutral = neutralEventOf(harness, word, valueOf(text));
  assertUnpolluted();
  if (neutral === null) return 'refused';
  assert.deepEqual(admit('watchstander/hookEvent', neutral.params), neutral.params);
  return 'taken';
}

/** Each so many goes through all of it, files and the search for a sidecar included. */
const wholeEvery = 50;

function open(): Promise<Probe> {
  const home = mkdtempSync(join(tmpdir(), 'ws-fuzz-hook-'));
  let turn = 0;
  return Promise.resolve({
    make,
    async take(input) {
      turn += 1;
      if (turn % wholeEvery === 0) {
        const [harness, word, text] = partsOf(input);
        const place = { home, sidecarFile: join(home, 'none.js'), clock: systemClock };
        if (!/session_?start/i.test(text + word)) {
          const said = await new Hook({ ...place, words: [harness, word] }).take(text);
          if (said !== '') JSON.parse(said);
        }
      }
      return measure(input);
    },
    close: () => rmSync(home, { recursive: true }),
  });
}

export const hooks: Target = {
  name: 'hooks',
  how: 'Events of programs on the hook’s stdin: what is measured of them passes the sidecar’s door; nothing is said but the program’s own format.',
  share: 15,
  open,
};
