import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { AgentRow } from '../../shared/model.ts';
import { protocolVersion, type ProtocolVersion, type Status } from '../../shared/protocol.ts';
import { speakProtocol } from '../support/otherProtocol.ts';
import { plainCheckIn } from '../support/records.ts';
import { installPrograms } from '../support/shipped.ts';
import { TestHome, type Ran } from '../support/testHome.ts';
import { until } from '../support/until.ts';

const { major, minor } = protocolVersion;

/** The shipped programs and the same ones of another protocol version, on one home. */
suite('two versions on one home', function () {
  let home: TestHome;
  let other: string;

  setup(() => {
    home = new TestHome();
    other = mkdtempSync(join(tmpdir(), 'ws-other-'));
  });

  teardown(async () => {
    await home.dispose();
    rmSync(other, { recursive: true });
  });

  function install(version: ProtocolVersion): void {
    installPrograms(other);
    speakProtocol(other, version);
  }

  /** The command line of the other version. */
  function otherCli(...args: string[]): Promise<Ran> {
    return new Promise((resolve) => {
      const command = [join(other, 'cli.js'), ...args];
      execFile(process.execPath, command, { env: home.env }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
  }

  async function otherStatus(): Promise<Status> {
    return JSON.parse((await otherCli('status', '--json')).stdout) as Status;
  }

  test('a newer client takes over gracefully; older ones are told what to update, and start nothing', async () => {
    install({ major: major + 1, minor: 0 });
    const olders = [home.connect('mcp'), home.connect('mcp'), home.connect('cli')];
    const [agent] = olders;
    assert.ok(agent !== undefined);
    for (const one of olders) await one.request('watchstander/checkIn', plainCheckIn);
    const { pid } = await agent.request('watchstander/status', {});

    const listed = await otherCli('agents', '--json');
    assert.deepEqual([listed.code, listed.stderr], [0, '']);
    assert.match(listed.stdout, /"update_count": 3/);
    const status = await otherStatus();
    assert.equal(status.protocol, `${major + 1}.0`);
    assert.match(home.sidecarLog(), new RegExp(`${pid}.* retires \\(replaced\\)`));
    await until('the older sidecar gone', () => !home.processes().includes(pid));

    for (const [one, name] of [
      [agent, 'The Watchstander MCP server of this agent'],
      [olders[2] ?? agent, 'This watchstander command'],
    ] as const) {
      const asked = one.request('watchstander/checkIn', plainCheckIn);
      await assert.rejects(asked, (error: unknown) => {
        const { code, message, nextStep } = error as Record<
          'code' | 'message' | 'nextStep',
          string
        >;
        assert.equal(code, 'INVALID_INPUT');
        assert.ok(message.startsWith(`${name} is older than the sidecar`), message);
        assert.match(nextStep, /^Update /);
        return true;
      });
    }
    const after = await otherStatus();
    assert.deepEqual([after.pid, after.epoch], [status.pid, status.epoch]);
    assert.equal(home.sidecarLog().match(/ leads epoch /g)?.length, 2);
  });

  test('while agents check in without a pause, nothing acknowledged is lost or doubled', async () => {
    install({ major: major + 1, minor: 0 });
    const acknowledged = new Map<string, number>();
    const agents = Array.from({ length: 8 }, (_, at) => `at work ${at}`);
    const endings = agents.map(async (agent_id) => {
      const connection = home.connect('mcp');
      for (let next = 1; ; next += 1) {
        const answer = await connection
          .request('watchstander/checkIn', { ...plainCheckIn, agent_id })
          .catch((error: unknown) => (error as { code: string }).code);
        if (typeof answer === 'string') return answer;
        assert.equal(answer.version, next);
        acknowledged.set(agent_id, next);
      }
    });
    await until('all agents at work', () => acknowledged.size === agents.length);
    await otherCli('agents');
    assert.deepEqual(new Set(await Promise.all(endings)), new Set(['INVALID_INPUT']));
    const { agents: stored } = JSON.parse((await otherCli('agents', '--json')).stdout) as {
      agents: AgentRow[];
    };
    for (const { agent_id, version } of stored) {
      // The last one of each was on its way: it is stored or not, and nobody was told that it is.
      const unanswered = version - (acknowledged.get(agent_id) ?? 0);
      assert.ok(unanswered === 0 || unanswered === 1, `${agent_id}: ${unanswered} unanswered`);
      const { stdout } = await otherCli('history', agent_id, '--json');
      assert.equal((JSON.parse(stdout) as { total: number }).total, version);
    }
    assert.equal(stored.length, agents.length);
  });

  test('an older client is refused with words, and the sidecar stays', async () => {
    install({ major: major - 1, minor: 7 });
    const agent = home.connect('mcp');
    const { pid } = await agent.request('watchstander/status', {});
    const { code, stdout, stderr } = await otherCli('agents');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /This watchstander command is older than the sidecar .*: protocol 1\.7/);
    assert.match(stderr, /Update the command/);
    assert.equal((await agent.request('watchstander/status', {})).pid, pid);
  });

  test('another minor version works with it', async () => {
    install({ major, minor: minor + 3 });
    const { pid } = await home.connect('mcp').request('watchstander/status', {});
    const status = await otherStatus();
    assert.deepEqual([status.pid, status.protocol], [pid, `${major}.${minor}`]);
  });
});
