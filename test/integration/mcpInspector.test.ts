import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { TestHome } from '../support/testHome.ts';
import { inspectorCommand } from '../support/vscode/inspector.ts';
import { cliFile } from './mcpClient.ts';

interface Listing {
  tools: { name: string; inputSchema: object; outputSchema?: object }[];
}

interface CallAnswer {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { type: string; text: string }[];
}

suite('the official inspector against the shipped MCP entry', function () {
  this.timeout(180_000);
  const home = new TestHome();
  let command: string[] = [];

  suiteSetup(async () => {
    command = await inspectorCommand();
  });

  suiteTeardown(() => home.dispose());

  async function inspect<T>(...request: string[]): Promise<T> {
    const [program = '', ...words] = command;
    const server = [process.execPath, cliFile, 'mcp', '-e', `WATCHSTANDER_HOME=${home.path}`];
    const run = promisify(execFile);
    const { stdout } = await run(program, [...words, ...server, ...request], { env: home.env });
    return JSON.parse(stdout) as T;
  }

  const call = (tool: string, ...given: string[]): Promise<CallAnswer> =>
    inspect(
      '--method',
      'tools/call',
      '--tool-name',
      tool,
      ...given.flatMap((one) => ['--tool-arg', one]),
    );

  test('lists every tool with both schemas', async () => {
    const { tools } = await inspect<Listing>('--method', 'tools/list');
    const names = tools.map(({ name }) => name);
    for (const name of ['process_agent_update', 'list_agents', 'get_server_info', 'pause_agent']) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(tools.every(({ outputSchema }) => outputSchema !== undefined));
  });

  test('a check-in is there for the next process that asks', async () => {
    const checkIn = await call('process_agent_update', 'agent_id=inspected', 'complexity=0.3');
    assert.equal(checkIn.structuredContent?.['version'], 1);
    const list = await call('list_agents');
    const { agents } = list.structuredContent as { agents: { agent_id: string }[] };
    assert.deepEqual(
      agents.map(({ agent_id }) => agent_id),
      ['inspected'],
    );
  });
});
