import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { neutralEventOf } from '../../client/hook/neutralEvent.ts';
import { harnesses } from '../../shared/hooks.ts';
import { admit } from '../../shared/schema.ts';
import { capturedEvents } from '../support/hookProcess.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { DeniedHome, valueOf, type Given } from './deniedHome.ts';
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

/** Every other of the captured sessions; the rest is denied for want of a sidecar. */
const paused = [...new Set(events.flatMap(idsOf))].filter((_id, at) => at % 2 === 0);

function idsOf({ words: [harness, word], event }: (typeof events)[number]): readonly string[] {
  return neutralEventOf(harness, word, event)?.agentIds ?? [];
}

function make(random: SeededRandom): Buffer {
  const { words, event } = pick(random, events);
  const text = mutantOf(random, event);
  // As JSON where it is none of the program's words any more: there may be a line break in it.
  const word = random.uniform() < 0.1 ? mutantOf(random, words[1]) : words[1];
  // Most often its own: a program that answers to no event of another one would be denied nothing.
  const harness = random.uniform() < 0.7 ? words[0] : pick(random, harnesses);
  const input = random.uniform() < 0.8 ? Buffer.from(text) : mangled(random, Buffer.from(text));
  return Buffer.concat([Buffer.from(`${harness}\n${word}\n`), input]);
}

function givenBy(input: Buffer): Given {
  const [name, word = '', ...rest] = input.toString('utf8').split('\n');
  const harness = harnesses.find((known) => known === name);
  assert(harness !== undefined);
  return { harness, word, text: rest.join('\n') };
}

/** What is measured must pass the door of the sidecar; what has no session is nobody's. */
function measure({ harness, word, text }: Given): Outcome {
  const neutral = neutralEventOf(harness, word, valueOf(text));
  assertUnpolluted();
  if (neutral === null) return 'refused';
  assert.deepEqual(admit('watchstander/hookEvent', neutral.params), neutral.params);
  return 'taken';
}

/** Each so many goes through all of it, files and the search for a sidecar included. */
const wholeEvery = 10;

async function open(): Promise<Probe> {
  const home = new DeniedHome();
  await home.prepare(paused);
  const came = { turns: 0, whole: 0, denied: 0 };
  return {
    make,
    async take(input) {
      const given = givenBy(input);
      came.turns += 1;
      // A session that starts would start a sidecar.
      const isStart = /session_?start/i.test(given.text + given.word);
      if (came.turns % wholeEvery === 0 && !isStart) {
        came.whole += 1;
        if (await home.take(given)) came.denied += 1;
      }
      return measure(given);
    },
    settle() {
      const { whole, denied } = came;
      assert(denied > whole / 20 && denied < whole, `of ${whole} hooks ${denied} said something`);
    },
    close: () => home.dispose(),
  };
}

export const hooks: Target = {
  name: 'hooks',
  how: 'Events of programs on the hook’s stdin: what is measured of them passes the sidecar’s door; a tool that is paused, or that nobody can be asked about, is denied in the program’s own format, and nothing else is said.',
  share: 15,
  open,
};
