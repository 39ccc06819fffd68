import { stat } from 'node:fs/promises';
import process from 'node:process';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { systemClock } from '../../shared/clock.ts';
import { openConnection } from '../connection/connection.ts';
import type { ConnectionState, SidecarConnection } from '../connection/types.ts';
import { makeMcpServer } from './mcpServer.ts';
import { watchParent } from './parentWatch.ts';
import { ReopeningSidecar } from './reopeningSidecar.ts';
import { StdioTransport } from './stdioTransport.ts';

export interface McpPlace {
  readonly home: string;
  /** Absolute path of dist/sidecar.js. */
  readonly sidecarFile: string;
}

/**
 * `watchstander mcp`: serves until stdin ends, a signal comes, or the parent is gone; resolves then.
 * Nothing but JSON-RPC goes to stdout.
 */
export async function serveMcp(place: McpPlace): Promise<void> {
  const sidecar = new ReopeningSidecar(() => connect(place));
  const transport = new StdioTransport(process.stdin, process.stdout, systemClock);
  const ended = firstReasonToEnd(transport);
  const buildDate = await dateOf(place.sidecarFile);
  const context = { sidecar, clock: systemClock, home: place.home, buildDate };
  const serving = serveStdio(() => makeMcpServer(context), {
    transport,
    onerror: (error) => log(error.message),
  });
  const why = await ended;
  log(`ends: ${why}`);
  if (why !== orphaned) await sidecar.leave();
  await serving.close();
  sidecar.dispose();
}

function connect({ home, sidecarFile }: McpPlace): SidecarConnection {
  const connection = openConnection({
    home,
    kind: 'mcp',
    workspace: process.cwd(),
    sidecar: sidecarFile,
    start: 'ifNeeded',
    clock: systemClock,
    log,
  });
  connection.onStateChanged((state) => log(describe(state)));
  return connection;
}

const orphaned = 'the parent process is gone';

function firstReasonToEnd(transport: StdioTransport): Promise<string> {
  return new Promise((resolve) => {
    void transport.closed.then(() => resolve('stdin has ended'));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(signal));
    }
    process.stdout.on('error', () => resolve('stdout is closed'));
    // Without a listener a log line that nobody reads would end the process as a crash.
    process.stderr.on('error', () => resolve('stderr is closed'));
    watchParent(systemClock, () => resolve(orphaned));
  });
}

function describe(state: ConnectionState): string {
  if (state.kind === 'connecting') return 'looks for the sidecar';
  if (state.kind === 'failed') return `gave up: ${state.message}`;
  const { process: sidecar, epoch } = state.welcome;
  return `connected to sidecar ${sidecar.pid}, epoch ${epoch}`;
}

/** The day the bundle was written. */
async function dateOf(file: string): Promise<string> {
  const { mtime } = await stat(file);
  return mtime.toISOString().slice(0, 10);
}

function log(line: string): void {
  process.stderr.write(`watchstander mcp: ${line}\n`);
}
