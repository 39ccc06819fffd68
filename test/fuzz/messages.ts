import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { makeMcpServer } from '../../client/mcp/mcpServer.ts';
import { StdioTransport } from '../../client/mcp/stdioTransport.ts';
import type { Sidecar } from '../../client/connection/pages.ts';
import { systemClock } from '../../shared/clock.ts';
import { isFailure } from '../../shared/errors.ts';
import { makeTable } from '../../server/handlers/serve.ts';
import { dispatch } from '../../server/handlers/table.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { callerOf, stageHandlers } from '../unit/handlers/handlerStage.ts';
import { mangled, mutantOf, pick, whole } from './mutation.ts';
import { assertFinite, assertUnpolluted } from './soundness.ts';
import type { Outcome, Probe, Target } from './target.ts';

const numbers = [0.1, 0.2, 0.3];
const report = {
  parameters: numbers,
  ethical_drift: [0, 0, 0],
  response_text: 'done',
  complexity: 0.4,
};
const calls: Readonly<Record<string, unknown>> = {
  process_agent_update: { agent_id: 'a', ...report },
  simulate_update: { agent_id: 'a', ...report },
  get_governance_metrics: { agent_id: 'a' },
  get_system_history: { agent_id: 'a', format: 'json' },
  export_to_file: { agent_id: 'a', format: 'csv', filename: 'mine' },
  reset_monitor: { agent_id: 'a' },
  list_agents: { summary_only: false, include_metrics: true },
  delete_agent: { agent_id: 'b', confirm: true },
  get_agent_metadata: { agent_id: 'a' },
  archive_agent: { agent_id: 'b', reason: 'x' },
  pause_agent: { agent_id: 'b', reason: 'x' },
  resume_agent: { agent_id: 'b', reason: 'x' },
  update_agent_metadata: { agent_id: 'a', tags: ['t'], notes: 'n', append_notes: true },
  get_alerts: { agent_id: 'a' },
  acknowledge_alert: { alert_id: '1-1', note: 'x' },
  get_thresholds: { agent_id: 'a' },
  get_server_info: {},
  transact: {
    operations: [{ tool: 'process_agent_update', arguments: { agent_id: 'a', ...report } }],
  },
};

const others = [
  { method: 'tools/list', params: {} },
  { method: 'prompts/list', params: {} },
  { method: 'prompts/get', params: { name: 'x', arguments: {} } },
  { method: 'resources/list', params: {} },
  { method: 'resources/read', params: { uri: 'watchstander://agents/a' } },
  { method: 'notifications/progress', params: { progressToken: 1, progress: 2 } },
];

function make(random: SeededRandom): Buffer {
  const name = pick(random, Object.keys(calls));
  const call = { method: 'tools/call', params: { name, arguments: calls[name] } };
  const { method, params } = random.uniform() < 0.85 ? call : pick(random, others);
  const kind = random.uniform();
  const message = { jsonrpc: '2.0', id: whole(random, 100), method, params };
  if (kind > 0.3) return Buffer.from(mutantOf(random, message));
  const text = Buffer.from(JSON.stringify(message));
  return kind > 0.1 ? mangled(random, text) : Buffer.concat([text, Buffer.from('\n'), text]);
}

const hello = {
  jsonrpc: '2.0',
  id: 'hello',
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'f', version: '0' },
  },
};

function checkInOf(agent_id: string): Buffer {
  const params = { name: 'process_agent_update', arguments: { agent_id, ...report } };
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'tools/call', params }));
}

interface Said {
  readonly id?: unknown;
  readonly result?: { readonly isError?: boolean; readonly content?: readonly { text?: string }[] };
}

/** A shim whose sidecar is in the same process; it hears lines and answers them. */
class Shim {
  private readonly input = new PassThrough();
  private readonly output = new PassThrough();
  private readonly transport = new StdioTransport(this.input, this.output, systemClock);
  private waiting: { readonly id: string; readonly heard: () => void } | null = null;
  private said: Said[] = [];
  private rest = '';
  private turn = 0;

  private constructor() {
    this.output.setEncoding('utf8').on('data', (text: string) => this.hear(text));
  }

  static async open(home: string): Promise<Shim> {
    const shim = new Shim();
    const { deps } = stageHandlers();
    const table = makeTable(deps);
    const request = (method: string, params: unknown): Promise<unknown> =>
      dispatch(table, callerOf('mcp'), method, JSON.parse(JSON.stringify(params)));
    const sidecar = { request } as unknown as Sidecar;
    await makeMcpServer({ sidecar, clock: systemClock, home }).connect(shim.transport);
    await shim.tell(Buffer.from(JSON.stringify(hello)));
    // Those that the samples speak of.
    for (const agent_id of ['a', 'b']) await shim.tell(checkInOf(agent_id));
    return shim;
  }

  /** All that is answered until a ping that follows is: what is thrown must not stop it. */
  async tell(line: Buffer): Promise<readonly Said[]> {
    this.turn += 1;
    const id = `ping ${this.turn}`;
    const answered = new Promise<void>((heard) => (this.waiting = { id, heard }));
    const ping = JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });
    this.input.write(Buffer.concat([line, Buffer.from(`\n${ping}\n`)]));
    await answered;
    return this.said.splice(0);
  }

  /** When everything that was asked is answered: an export may still be writing. */
  close(): Promise<void> {
    this.input.end();
    return this.transport.closed;
  }

  private hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as Said;
      this.said.push(said);
      if (said.id === this.waiting?.id) this.waiting?.heard();
    }
  }
}

function judge(said: readonly Said[]): Outcome {
  let outcome: Outcome = 'refused';
  for (const { id, result } of said) {
    assertFinite(result);
    if (String(id).startsWith('ping')) continue;
    if (result?.isError === true) checkFailure(result.content?.[0]?.text ?? '');
    else if (result !== undefined) outcome = 'taken';
  }
  return outcome;
}

function checkFailure(text: string): void {
  const failure = JSON.parse(text) as unknown;
  assert(isFailure(failure), text);
  assert.notEqual(failure.code, 'INTERNAL', text);
}

/** An export whose request was cancelled is answered by nobody and may be at its last file still. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

const callsPerShim = 300;

async function open(): Promise<Probe> {
  const home = mkdtempSync(join(tmpdir(), 'ws-fuzz-mcp-'));
  let shim = await Shim.open(home);
  let turn = 0;
  return {
    make,
    async take(input) {
      turn += 1;
      if (turn % callsPerShim === 0) {
        await shim.close();
        remove(join(home, 'exports'));
        shim = await Shim.open(home);
      }
      const said = await shim.tell(input);
      assertUnpolluted();
      assert(
        readdirSync(home).every((name) => name === 'exports'),
        'a file beside exports',
      );
      return judge(said);
    },
    async close() {
      await shim.close();
      remove(home);
    },
  };
}

export const messages: Target = {
  name: 'messages',
  how: 'Lines on the stdin of the MCP server, every tool of it called: one JSON message a line comes back, failures in words, and a ping behind it is answered.',
  share: 13,
  open,
};
