import process from 'node:process';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { systemClock } from '../../shared/clock.ts';
import { openConnection } from '../connection/connection.ts';
import type { ConnectionState, SidecarConnection } from '../connection/types.ts';
import { makeMcpServer } from './mcpServer.ts';
import { OwnRecord } from './ownRecord.ts';
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
  const record = new OwnRecord(place.home, systemClock, log);
  const sidecar = new ReopeningSidecar(() => connect(place, record));
  const transport = new StdioTransport(process.stdin, process.stdout, systemClock);
  const ended = firstReasonToEnd(transport);
  const context = { sidecar, clock: systemClock, home: place.home };
  const serving = serveStdio(() => makeMcpServer(context), {
    transport,
    onerror: (error) => log(error.message),
  });
  const why = await ended;
  log(`ends: ${why}`);
  if (why !== orphaned) await sidecar.leave();
  await serving.close();
  sidecar.dispose();
  record.dispose();
}

function connect({ home, sidecarFile }: McpPlace, record: OwnRecord): SidecarConnection {
  const connection = openConnection({
    home,
    kind: 'mcp',
    workspace: process.cwd(),
    sidecar: sidecarFile,
    start: 'ifNeeded',
    clock: systemClock,
    log,
  });
  connection.onStateChanged((state) => {
    log(describe(state));
    if (state.kind === 'ready')
      record.register(connection).catch((error: unknown) => log(String(error)));
  });
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

function log(line: string): void {
  process.stderr.write(`watchstander mcp: ${line}\n`);
}
