import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { homeLayout } from '../../shared/home.ts';
import type { FleetChange } from '../../shared/protocol.ts';
import { WindowPeer } from '../bench/windowPeer.ts';
import { assertFinite } from '../fuzz/soundness.ts';
import { runHook } from '../support/hookProcess.ts';
import { dial, hello } from '../support/rawPeer.ts';
import { plainCheckIn } from '../support/records.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { initialize } from '../support/mcpClient.ts';
import { cliFile } from '../support/shipped.ts';

/** As JSON they are numbers, and in JavaScript they are none that can be counted with. */
const wild = ['1e999', '-1e999', '123e4567', '-1e308', '1e308', '5e-324'];
const notJson = ['NaN', 'Infinity', '-Infinity'];

/** Where JSON has a value: base64 may spell anything. */
const asValue = /[:,[] *-?(NaN|Infinity)/;

/** What comes back for lines on the stdin of the MCP server, until its end. */
async function tellShim(home: TestHome, lines: readonly string[]): Promise<string> {
  const env = home.env;
  const shim = spawn(process.execPath, [cliFile, 'mcp'], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  shim.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(shim, 'close');
  shim.stdin.end(`${lines.join('\n')}\n`);
  await ended;
  return said;
}

function callOf(id: number, given: string, tool = 'process_agent_update'): string {
  const params = `{"name":"${tool}","arguments":{"agent_id":"a",${given}}}`;
  return `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":${params}}`;
}

/** NaN and infinities from every entrance; at every exit there are finite numbers only. */
suite('NaN and infinity, from every entrance to every exit', function () {
  const home = new TestHome();
  const connection = home.connect('mcp');
  const changes: FleetChange[] = [];
  let window: WindowPeer;

  suiteSetup(async () => {
    window = await WindowPeer.open(home);
    window.onFleetChanged((change) => changes.push(change));
    await connection.request('watchstander/checkIn', plainCheckIn);
  });

  suiteTeardown(async () => {
    window.dispose();
    await home.dispose();
  });

  test('an agent over MCP: taken as 0 with a warning, or refused', async () => {
    const fields = wild.flatMap((number) => [
      `"parameters":[${number},0.5,${number}]`,
      `"ethical_drift":[${number},${number},${number}]`,
      `"complexity":${number}`,
      `"expected_version":${number}`,
    ]);
    const steps = fields.map((given, at) => callOf(at + 1, given));
    const trials = fields.map((given, at) => callOf(at + 100, given, 'simulate_update'));
    const bad = notJson.map((number) => callOf(999, `"parameters":[${number}]`));
    const first = JSON.stringify({ ...initialize, id: 0 });
    const said = (await tellShim(home, [first, ...steps, ...trials, ...bad])).trim().split('\n');
    const answers = said.map((line) => JSON.parse(line) as { id: number; result?: object });
    assert.equal(answers.filter(({ id }) => id > 0).length, 2 * fields.length);
    for (const { result } of answers) assertFinite(result);
    assert(said.some((line) => line.includes('not finite, replaced by 0')));
    assert(said.every((line) => !/NaN|Infinity/.test(line)));
  });

  test('a peer on the socket: refused at the door, nothing is stored', async () => {
    const before = await connection.request('watchstander/agent', { agent_id: 'a' });
    const socket = dial(home);
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    socket.write(hello(home));
    const bodies = ['1e999', '-1e999'].flatMap((number) => [
      `"parameters":[${number}],"ethical_drift":[],"complexity":0.5`,
      `"parameters":[],"ethical_drift":[${number}],"complexity":0.5`,
      `"parameters":[],"ethical_drift":[],"complexity":${number}`,
    ]);
    for (const [at, body] of bodies.entries()) {
      const text = '"text":{"code_points":0,"keyword_hits":0}';
      const params = `{"agent_id":"a",${body},${text}}`;
      const asked = `{"jsonrpc":"2.0","id":${at + 2},"method":"watchstander/checkIn","params":${params}}`;
      socket.write(`Content-Length: ${asked.length}\r\n\r\n${asked}`);
    }
    const refusals = (): number => said.split('INVALID_INPUT').length - 1;
    await until('every one refused', () => refusals() === bodies.length);
    socket.destroy();
    const after = await connection.request('watchstander/agent', { agent_id: 'a' });
    assert.equal(after.row.version, before.row.version);
  });

  test('a hook, the policy file and the command line: none gets one in', async () => {
    const event = (number: string): string =>
      `{"session_id":"s","hook_event_name":"PostToolUse","tool_name":"Bash","tool_use_id":${number},` +
      `"tool_input":{"n":${number}},"tool_response":${number},"timestamp":${number}}`;
    for (const number of ['1e999', 'NaN']) {
      assert.equal((await runHook(home.path, ['claude-code'], event(number))).code, 0);
    }
    const policy = join(home.path, homeLayout.policy);
    for (const number of ['1e999', 'NaN', '-Infinity']) {
      writeFileSync(policy, `{"health":{"risk":{"healthy":${number}}}}`);
      assert.equal((await home.cli('policy', 'check')).code, 1);
    }
    writeFileSync(policy, '{}');
    for (const limit of ['NaN', 'Infinity', '1e999']) {
      assert.equal((await home.cli('history', 'a', '--limit', limit)).code, 2);
    }
  });

  test('every exit has finite numbers only: commands, exports, documents, windows, files', async () => {
    await connection.request('watchstander/checkIn', plainCheckIn);
    const commands = [
      ...[['status'], ['agents'], ['agent', 'a'], ['history', 'a'], ['alerts'], ['processes']],
      ...[['policy'], ['export', '--format', 'json'], ['history', 'a', '--format', 'csv']],
    ];
    for (const command of commands) {
      const isCsv = command.includes('csv');
      const { stdout, stderr } = await home.cli(...command, ...(isCsv ? [] : ['--json']));
      assert.doesNotMatch(stdout, /NaN|Infinity/, command.join(' '));
      if (!isCsv && stdout !== '') assertFinite(JSON.parse(stdout), command.join(' '));
      assert(stdout !== '' || stderr === '', stderr);
    }
    const uri = 'watchstander:/agents/a';
    const { text } = await connection.request('watchstander/document', { uri });
    assert.doesNotMatch(text, /NaN|Infinity/);
    await until('what the window was told', () => changes.length > 0);
    for (const change of changes) assertFinite(change);
    for (const folder of ['store', 'exports', 'run']) {
      for (const name of filesIn(join(home.path, folder))) {
        assert.doesNotMatch(textOf(name), asValue, name);
      }
    }
  });
});

function filesIn(folder: string): string[] {
  const entries = ifThere(() => readdirSync(folder, { withFileTypes: true, recursive: true }));
  const files = (entries ?? []).filter((one) => one.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name));
}

/** Of a file that a living process may have renamed or removed since it was listed. */
function textOf(file: string): string {
  return ifThere(() => readFileSync(file, 'latin1')) ?? '';
}

function ifThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
