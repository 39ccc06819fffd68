import type { Command } from './command.ts';
import { formatFields } from './output/table.ts';

/** What `watchstander help` shows: one line a command. */
export function describeCommands(commands: readonly Command[]): string {
  const lines = formatFields([
    ...commands.map(({ usage, summary }) => [usage, summary] as const),
    ['help [command]', 'this, or one command'],
    ['version', 'the version'],
  ]);
  return (
    'watchstander: the health of every AI agent you run\n\n' +
    `${indent(lines)}\n` +
    'WATCHSTANDER_HOME names another home. Exit code: 0 done, 1 failed, 2 wrong usage.\n'
  );
}

export function describeCommand({ usage, summary }: Command): string {
  return `watchstander ${usage}\n  ${summary}\n`;
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
