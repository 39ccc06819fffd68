import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { canaryReason, canarySession } from '../../shared/canary.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Harness } from './harness.ts';
import { hookCommand, mcpCommand, type Place } from './place.ts';

/** What one command line of a configuration did when it was run as the program would run it. */
export interface Proof {
  readonly of: 'hook' | 'MCP server';
  readonly ok: boolean;
  /** One line: what came out, or what went wrong. */
  readonly said: string;
  readonly tookMs: number;
}

export interface CanaryPlace extends Place {
  readonly clock: Clock;
}

/** A cold machine takes a while to start Node; a program would wait as long. */
const withinMs = 10_000;

/**
 * Runs the command lines that stand in the configuration, through the shell for hooks as programs do.
 * The hook has to stop a tool call that nobody makes, the server to introduce itself. Neither makes an
 * agent.
 */
export async function runCanary(harness: Harness, place: CanaryPlace): Promise<Proof[]> {
  return [await proveHook(harness, place), await proveServer(place)];
}

/** That the hook of this program can stop a tool; needs no sidecar and starts none. */
async function proveHook(harness: Harness, place: CanaryPlace): Promise<Proof> {
  const session = canarySession(randomBytes(8).toString('hex'));
  const line = hookCommand(place, harness.id, harness.guard.event);
  const startedMs = place.clock.monotonicMs();
  const ran = await runLine({ line, shell: true }, place, (input) => {
    input.end(JSON.stringify(harness.guard.input(session, place.project)));
  });
  const tookMs = Math.round(place.clock.monotonicMs() - startedMs);
  const reason = harness.guard.reasonOfDeny(parsed(ran.stdout));
  const ok = ran.code === 0 && reason === canaryReason(session);
  const said = ok ? 'stopped the test call' : `did not stop a test call: ${ran.trouble}`;
  return { of: 'hook', ok, said, tookMs };
}

/** The first exchange of MCP; the server ends with its input. */
async function proveServer(place: CanaryPlace): Promise<Proof> {
  const { command, args } = mcpCommand(place);
  const startedMs = place.clock.monotonicMs();
  const clientInfo = { name: 'watchstander-connect', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  const ran = await runLine({ line: command, args, shell: false }, place, (input, answered) => {
    input.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    void answered.then(() => input.end());
  });
  const tookMs = Math.round(place.clock.monotonicMs() - startedMs);
  const answer = parsed(ran.stdout.split('\n', 1)[0] ?? '') as InitializeAnswer | undefined;
  const name = answer?.result?.serverInfo?.name;
  const ok = name !== undefined;
  return {
    of: 'MCP server',
    ok,
    said: ok ? `answered as ${name}` : `did not answer: ${ran.trouble}`,
    tookMs,
  };
}

interface InitializeAnswer {
  readonly result?: { readonly serverInfo?: { readonly name?: string } };
}

interface Line {
  readonly line: string;
  readonly args?: readonly string[];
  readonly shell: boolean;
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  /** What to tell when it did not do what it should. */
  readonly trouble: string;
}

type Feed = (input: NodeJS.WritableStream, answered: Promise<void>) => void;

function runLine({ line, args = [], shell }: Line, place: CanaryPlace, feed: Feed): Promise<Ran> {
  return new Promise((resolve) => {
    const { userFolder: cwd, env } = place;
    const child = spawn(line, [...args], { cwd, env, shell, windowsHide: true });
    const said = { out: '', err: '' };
    const { promise: answered, resolve: answer } = deferred();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      if (said.out.includes('\n')) answer();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    // A command that is not there closes its input before it is written.
    child.stdin.on('error', () => answer());
    const deadline = place.clock.after(withinMs, () => {
      child.kill('SIGKILL');
      ended(null, 'it did not end in time');
    });
    const ended = (code: number | null, why: string): void => {
      deadline.dispose();
      // What the shell had started may live on: nobody listens to it any more.
      for (const stream of child.stdio) stream?.destroy();
      resolve({ code, stdout: said.out, trouble: troubleOf(why, said) });
    };
    child.once('error', (error) => ended(null, error.message));
    child.once('close', (code, signal) => ended(code, endOf(code, signal)));
    feed(child.stdin, answered);
  });
}

function endOf(code: number | null, signal: string | null): string {
  return code === null ? `it was ended by ${signal ?? 'nobody'}` : `it ended with code ${code}`;
}

function troubleOf(why: string, { out, err }: { out: string; err: string }): string {
  const [first = ''] = (err.trim() === '' ? out : err).trim().split('\n');
  return first === '' ? `${why} and said nothing` : `${why}: ${first.slice(0, 200)}`;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
