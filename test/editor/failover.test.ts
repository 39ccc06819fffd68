import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { CheckInResult } from '../../shared/model.ts';
import type { SessionView } from '../../shared/processes.ts';
import { inspectCall } from '../integration/mcp/inspect.ts';
import { openShim, type Shim } from '../support/mcpClient.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import type { VscodeServer } from '../support/vscode/server.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';
import { openView, quiet, start } from './suites/screen.ts';

/** How often the sidecar is killed; the figures of PERFORMANCE.md are of 100. */
const kills = Number(process.env['WATCHSTANDER_KILLS'] ?? 10);
const agents = 4;
const storedAgents = 1_000;
const builder = join(import.meta.dirname, '../bench/buildStore.ts');

/** An agent at work: checks in again and again, through a shim of its own. */
class Reporter {
  readonly id: string;
  readonly versions: number[] = [];
  private readonly shim: Shim;
  private readonly epoch: () => number;
  private isStopped = false;
  private working: Promise<void> | null = null;
  private heard: ((atMs: number) => void) | null = null;
  private fromEpoch = 0;

  constructor(id: string, shim: Shim, epoch: () => number) {
    this.id = id;
    this.shim = shim;
    this.epoch = epoch;
  }

  begin(): void {
    this.working = this.work();
  }

  /** When it first hears from a sidecar of this epoch or a later one. */
  heardFrom(epoch: number): Promise<number> {
    this.fromEpoch = epoch;
    return new Promise((resolve) => (this.heard = resolve));
  }

  async end(): Promise<void> {
    this.isStopped = true;
    await this.working;
    await this.shim.client.close();
  }

  private async work(): Promise<void> {
    while (!this.isStopped) {
      const call = { agent_id: this.id, response_text: 'Went on with it.' };
      const { version } = await this.shim.call<CheckInResult>('process_agent_update', call);
      this.versions.push(version);
      if (this.heard !== null && this.epoch() >= this.fromEpoch) {
        this.heard(performance.now());
        this.heard = null;
      }
    }
  }
}

/** Started without the smoke-test driver, which hides toasts: "no toast" means something here. */
suite('failover under two windows and four agents', function () {
  this.timeout(300_000 + kills * 5_000);
  let home: TestHome;
  let server: VscodeServer;
  let one: VscodeWindow;
  let two: VscodeWindow;
  let shim: Shim;
  let reporters: Reporter[] = [];

  suiteSetup(async () => {
    home = new TestHome(quiet);
    const words = [home.path, storedAgents, 0, 1, 'short'].map(String);
    execFileSync(process.execPath, [builder, ...words], { stdio: 'ignore' });
    server = await start(home);
    one = await openView(server);
    two = await openView(server);
    const shims = await Promise.all(Array.from({ length: agents }, () => openShim(home)));
    reporters = shims.map((own, at) => new Reporter(`at work ${at}`, own, epoch));
    shim = await openShim(home);
    await windowSessions();
  });

  suiteTeardown(async () => {
    await shim.client.close();
    await server.stop();
    await home.dispose();
  });

  function epoch(): number {
    return home.endpoint()?.epoch ?? 0;
  }

  function windowSessions(): Promise<SessionView[]> {
    return until('both windows connected', async () => {
      const found = (await home.running()).sessions.filter(({ kind }) => kind === 'window');
      return found.length === 2 && found;
    });
  }

  async function assertQuiet(): Promise<void> {
    assert.deepEqual([...(await one.toasts()), ...(await two.toasts())], []);
  }

  /**
   * The row of an agent that has just checked in, in both trees. Of so many agents only the first are
   * on screen, and names order them: call a new one what comes before the others.
   */
  async function showInBoth(agentId: string): Promise<void> {
    for (const window of [one, two]) {
      await window.treeItem(new RegExp(`^${agentId}, Healthy, (?!last known)`)).waitFor();
    }
  }

  test('a check-in of a client that is not ours appears in both trees', async () => {
    const answer = await inspectCall(home, ['process_agent_update', 'agent_id=an inspector']);
    assert.notEqual(answer.isError, true);
    await showInBoth('an inspector');
  });

  test('kill -9 again and again: data again in both, nothing lost or doubled, no toast', async () => {
    for (const reporter of reporters) reporter.begin();
    const first: number[] = [];
    const every: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      await until('all agents at work', () =>
        reporters.every(({ versions }) => versions.length > 0),
      );
      const killed = home.endpoint();
      assert.ok(killed !== null);
      const heard = reporters.map((reporter) => reporter.heardFrom(killed.epoch + 1));
      const startMs = performance.now();
      endOne(killed.pid, 'SIGKILL');
      const waits = (await Promise.all(heard)).map((atMs) => atMs - startMs);
      first.push(Math.min(...waits));
      every.push(...waits);
      await windowSessions();
      const newcomer = `${kills - kill} to go`;
      await shim.call('process_agent_update', { agent_id: newcomer });
      await showInBoth(newcomer);
      await assertQuiet();
    }
    await Promise.all(reporters.map((reporter) => reporter.end()));
    process.stdout.write(`    kill to the first acknowledgement: ${describe(first)}\n`);
    process.stdout.write(`    kill to each agent's next one: ${describe(every)}\n`);
    for (const reporter of reporters) await assertWhole(home, reporter);
    assert.deepEqual([...(await one.notifications()), ...(await two.notifications())], []);
    await one.screenshot('failover-after');
  });

  test('a reload and a crash of one window leave the sidecar and the other window alone', async () => {
    const { pid } = await home.running();
    const before = await windowSessions();
    await one.reload();
    const reloaded = await until('the reloaded window', () => replaced(home, before));
    assert.equal(reloaded.kept.length, 1, 'the other window keeps its session');
    const [other] = reloaded.kept;
    const [crashing] = reloaded.fresh;
    assert.ok(other !== undefined && crashing !== undefined);
    endOne(crashing.pid, 'SIGKILL');
    const again = await until('its next extension host', () =>
      replaced(home, [...reloaded.kept, ...reloaded.fresh]),
    );
    assert.deepEqual(
      again.kept.map(({ id }) => id),
      [other.id],
    );
    assert.equal((await home.running()).pid, pid);
    assert.deepEqual(await two.toasts(), []);
    await two.treeItem(/^1 to go, (?!last known)/).waitFor();
  });

  test('a closed window ends its session and nothing else', async () => {
    const { pid } = await home.running();
    await one.close();
    await until('one window left', async () => {
      return (await home.running()).sessions.filter(({ kind }) => kind === 'window').length === 1;
    });
    await shim.call('process_agent_update', { agent_id: '0 seen by one' });
    await two.treeItem(/^0 seen by one, /).waitFor();
    assert.equal((await home.running()).pid, pid);
  });
});

/** Each acknowledged update is one version: a lost one would come again, a doubled one leave a gap. */
async function assertWhole(home: TestHome, { id, versions }: Reporter): Promise<void> {
  assert.deepEqual(
    versions,
    versions.map((_, at) => at + 1),
  );
  const { stdout } = await home.cli('history', id, '--json');
  assert.equal((JSON.parse(stdout) as { total: number }).total, versions.length);
}

/** Once there are two sessions of windows again, one of which is new. */
async function replaced(
  home: TestHome,
  before: readonly SessionView[],
): Promise<{ kept: SessionView[]; fresh: SessionView[] } | null> {
  const now = (await home.running()).sessions.filter(({ kind }) => kind === 'window');
  const kept = now.filter(({ id }) => before.some((session) => session.id === id));
  const fresh = now.filter((session) => !kept.includes(session));
  return now.length === 2 && fresh.length > 0 ? { kept, fresh } : null;
}

function describe(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * sorted.length)] ?? sorted.at(-1) ?? NaN).toFixed(0);
  const worst = (sorted.at(-1) ?? NaN).toFixed(0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${worst} ms, ${values.length} values`;
}
