import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { descendantsOf } from '../../../server/process/descendants.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { endOne } from '../../support/vscode/processes.ts';
import { initialize } from '../../support/mcpClient.ts';
import { cliFile } from '../../support/shipped.ts';

const checkIn = {
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name: 'process_agent_update', arguments: { agent_id: 'a' } },
};

interface Answer {
  id: number;
  result: { structuredContent?: { version: number } };
}

suite('the life of an MCP shim', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  function start(): ChildProcess {
    return spawn(process.execPath, [cliFile, 'mcp'], { env: home.env, stdio: 'pipe' });
  }

  function outputOf(shim: ChildProcess): () => string {
    let output = '';
    shim.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return () => output;
  }

  async function started(): Promise<ChildProcess> {
    const shim = start();
    const output = outputOf(shim);
    shim.stdin?.write(`${JSON.stringify(initialize)}\n`);
    await until('the shim to answer', () => output().includes('"id":1'));
    return shim;
  }

  test('a sidecar that was stopped on purpose stays so until the agent asks for something', async () => {
    const shim = await started();
    const output = outputOf(shim);
    await home.running();
    assert.equal((await home.cli('stop')).code, 0);
    assert.deepEqual(await home.status(), { running: false });
    assert.deepEqual(home.processes(), [shim.pid]);
    shim.stdin?.write(`${JSON.stringify(checkIn)}\n`);
    await until('the check-in is answered', () => output().includes('"id":2'));
    shim.stdin?.end();
    await once(shim, 'exit');
  });

  test('a client that is closed after a stop on purpose waits for nobody any longer', async () => {
    const client = home.connect('mcp');
    await client.request('watchstander/status', {});
    assert.equal((await home.cli('stop')).code, 0);
    await until('it has lost its sidecar', () => client.state.kind === 'connecting');
    client.dispose();
    await until('it has given up', () => client.state.kind === 'failed');
  });

  test('what was asked before the input ended is answered; stdout is JSON-RPC only', async () => {
    const shim = start();
    const output = outputOf(shim);
    shim.stdin?.end(`${[initialize, checkIn].map((one) => JSON.stringify(one)).join('\n')}\n`);
    const [code] = (await once(shim, 'close')) as [number];
    assert.equal(code, 0);
    const answers = output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    assert.deepEqual(
      answers.map(({ id }) => id),
      [1, 2],
    );
    assert.equal(answers[1]?.result.structuredContent?.version, 1);
  });

  test('a program that ends it with all its descendants leaves the sidecar alone', async () => {
    const shim = await started();
    const { pid } = await home.running();
    assert.equal((await descendantsOf(shim.pid ?? 0)).includes(pid), false);
    shim.kill('SIGKILL');
    await once(shim, 'exit');
    assert.equal((await home.running()).pid, pid);
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    test(`${signal} ends it with 0`, async () => {
      const shim = await started();
      endOne(shim.pid ?? 0, signal);
      assert.deepEqual(await once(shim, 'exit'), [0, null]);
    });
  }

  test('the end of its reader ends it', async () => {
    const shim = await started();
    shim.stdout?.destroy();
    shim.stdin?.write(`${JSON.stringify({ ...initialize, id: 3 })}\n`);
    assert.deepEqual(await once(shim, 'exit'), [0, null]);
  });

  test('the death of its parent ends it, though the pipe stays open', async () => {
    // Somebody else holds the other end of the shim's stdin, so its end tells nothing.
    const script =
      `const { spawn } = require('node:child_process');` +
      `const forEver = 'setInterval(() => undefined, 1e6)';` +
      `const holder = spawn(process.execPath, ['-e', forEver], { stdio: ['ignore', 'pipe', 'ignore'] });` +
      `const shim = spawn(process.execPath, [${JSON.stringify(cliFile)}, 'mcp'], ` +
      `{ stdio: [holder.stdout, 'ignore', 'ignore'] });` +
      `console.log(shim.pid); eval(forEver);`;
    const parent = spawn(process.execPath, ['-e', script], { env: home.env, stdio: 'pipe' });
    const output = outputOf(parent);
    await until('the pid of the shim', () => output().includes('\n'));
    const shim = Number(output());
    await until('a session of the shim', async () => {
      const status = await home.status();
      return 'sessions' in status && status.sessions.some(({ pid }) => pid === shim);
    });
    parent.kill('SIGKILL');
    await until('the end of the orphan', () => !home.processes().includes(shim));
    assert.ok(home.processes().length >= 2, 'the sidecar and the holder of the pipe stay');
  });
});
