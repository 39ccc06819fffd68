import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import process from 'node:process';
import type { TestHome } from '../../support/testHome.ts';
import { inspectorCommand } from '../../support/vscode/inspector.ts';
import { cliFile } from '../../support/shipped.ts';

export interface CallAnswer {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
  readonly content: readonly { type: string; text: string }[];
}

/** What the official inspector prints of one request to `watchstander mcp`, a process of its own each time. */
export async function inspect<T>(
  home: TestHome,
  request: readonly string[],
  entry = cliFile,
): Promise<T> {
  const [program = '', ...words] = await inspectorCommand();
  const server = [process.execPath, entry, 'mcp', '-e', `WATCHSTANDER_HOME=${home.path}`];
  // A refusal ends it with a code that is not 0; what was answered is printed all the same.
  const run = spawn(program, [...words, ...server, ...request], { env: home.env });
  const [printed] = await Promise.all([text(run.stdout), text(run.stderr)]);
  return JSON.parse(printed) as T;
}

/** @param given Arguments as `name=value`. */
export function inspectCall(
  home: TestHome,
  [tool, ...given]: readonly [tool: string, ...given: string[]],
  entry?: string,
): Promise<CallAnswer> {
  const pairs = given.flatMap((one) => ['--tool-arg', one]);
  return inspect(home, ['--method', 'tools/call', '--tool-name', tool, ...pairs], entry);
}
