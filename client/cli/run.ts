import { version } from '../../shared/build.ts';
import { toFailure, WatchstanderError } from '../../shared/errors.ts';
import { done, failed, nameOf, UsageError, wrongUsage } from './command.ts';
import type { ExitCode, Surroundings } from './command.ts';
import { parseCommandLine, type Parsed } from './commandLine.ts';
import { commands } from './commands.ts';
import { describeCommand, describeCommands } from './help.ts';
import { inertMessage, inertOutput } from './output/inertOutput.ts';

/** What is around this process. Help and version need no home, so it is looked for when a command runs. */
export interface Outside extends Omit<Surroundings, 'home'> {
  /** @throws WatchstanderError when what is chosen can be none. */
  readonly home: () => string;
}

/** Does what was typed; results are printed, messages are complained. Never throws. */
export async function runCommandLine(
  words: readonly string[],
  outside: Outside,
): Promise<ExitCode> {
  const around = behindDoor(outside);
  try {
    return await perform(parseCommandLine(words, commands), around);
  } catch (error) {
    if (error instanceof UsageError) return refuse(error, words, around);
    around.complain(describeFailure(error));
    return failed;
  }
}

/** Whoever wrote what is shown: it is text, and no command of the terminal. */
function behindDoor(around: Outside): Outside {
  return {
    ...around,
    print: (text) => around.print(inertOutput(text)),
    complain: (text) => around.complain(inertMessage(text)),
    ask: (question) => around.ask(inertMessage(question)),
  };
}

async function perform(parsed: Parsed, around: Outside): Promise<ExitCode> {
  switch (parsed.kind) {
    case 'run':
      return await parsed.command.run(parsed.call, { ...around, home: around.home() });
    case 'version':
      around.print(`${version}\n`);
      return done;
    case 'help':
      around.print(
        parsed.command === null ? describeCommands(commands) : describeCommand(parsed.command),
      );
      return done;
  }
}

function refuse(error: UsageError, words: readonly string[], around: Outside): ExitCode {
  const command = commands.find((candidate) => nameOf(candidate) === words[0]);
  const usage = command === undefined ? describeCommands(commands) : describeCommand(command);
  around.complain(`watchstander: ${error.message}\n\n${usage}`);
  return wrongUsage;
}

function describeFailure(error: unknown): string {
  const failure = toFailure(error);
  const trace = error instanceof WatchstanderError || !(error instanceof Error) ? '' : error.stack;
  const lines = [`watchstander: ${failure.code}: ${failure.error}`, failure.next_step, trace ?? ''];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}
