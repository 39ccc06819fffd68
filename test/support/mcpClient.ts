import assert from 'node:assert/strict';
import process from 'node:process';
import { Client, type CallToolResult } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { isFailure, type Failure } from '../../shared/errors.ts';
import { cliFile } from './shipped.ts';
import type { TestHome } from './testHome.ts';

/** The first message of every MCP client, for who writes lines and uses no library. */
export const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'integration', version: '0' },
  },
};

export interface Shim {
  readonly client: Client;
  readonly pid: number;
  /** The structured result of a success; the listed schema and the text have been checked. */
  call<Result>(name: string, given?: Record<string, unknown>): Promise<Result>;
  /** The failure of a call that must fail. */
  refusal(name: string, given?: Record<string, unknown>): Promise<Failure>;
}

/**
 * An agent's end of `watchstander mcp`, by the official client. Ends with `client.close()`.
 * @param entry The command line of another installation.
 */
export async function openShim(
  home: TestHome,
  era: 'legacy' | 'modern' = 'legacy',
  entry = cliFile,
): Promise<Shim> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [entry, 'mcp'],
    env: home.env as Record<string, string>,
    stderr: 'ignore',
  });
  const negotiation = era === 'modern' ? { versionNegotiation: { mode: 'auto' as const } } : {};
  const client = new Client({ name: 'integration', version: '0' }, negotiation);
  await client.connect(transport);
  // Once listed, schemas are what the client checks every result against.
  await client.listTools();
  assert.ok(transport.pid !== null);
  return { client, pid: transport.pid, call: caller(client), refusal: refusals(client) };
}

function caller(client: Client): Shim['call'] {
  return async <Result>(name: string, given: Record<string, unknown> = {}) => {
    const result = await client.callTool({ name, arguments: given });
    assert.ok(!(result.isError ?? false), textOf(result));
    assert.deepEqual(JSON.parse(textOf(result)), result.structuredContent);
    return result.structuredContent as Result;
  };
}

function refusals(client: Client): Shim['refusal'] {
  return async (name, given = {}) => {
    const result = await client.callTool({ name, arguments: given });
    assert.equal(result.isError, true, `${name} ${JSON.stringify(given).slice(0, 100)}`);
    assert.equal(result.structuredContent, undefined);
    const failure = JSON.parse(textOf(result)) as unknown;
    assert.ok(isFailure(failure), textOf(result));
    assert.ok(failure.error !== '' && failure.next_step !== '');
    return failure;
  };
}

function textOf({ content }: CallToolResult): string {
  assert.equal(content.length, 1);
  const [first] = content;
  assert.ok(first?.type === 'text');
  return first.text;
}
