import process from 'node:process';
import { Hook } from '../../hook/hook.ts';
import { readInput } from '../../hook/readInput.ts';
import { done, optionText, type Command } from '../command.ts';

/** As dist/hook.js does, which starts faster. */
export const hookCommand: Command = {
  usage: 'hook <harness> [--event name]',
  summary: 'take one event of an agent’s program from stdin, and answer in its format',
  options: { event: { type: 'string' } },
  async run(call, { home, sidecarFile, clock, print }) {
    const event = optionText(call, 'event');
    const hook = new Hook({
      home,
      sidecarFile,
      clock,
      words: [...call.positionals, ...(event === undefined ? [] : [event])],
    });
    print(await hook.take(await readInput(process.stdin)));
    return done;
  },
};
