import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { runHook } from '../../support/hookProcess.ts';
import type { TestHome } from '../../support/testHome.ts';
import { endOne } from '../../support/vscode/processes.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';

/**
 * What a hook adds to a tool call: the shipped program from its start to its end, side by side with
 * a Node that does nothing, so that what the machine does otherwise is in both.
 */
export const hook: Bench = { name: 'hook', run };

const panel = 'A hook, over a bare Node';

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const calls = extent === 'full' ? 200 : 10;
  const home = place.home();
  const connection = home.connect('cli');
  const { pid } = await connection.request('watchstander/status', {});
  connection.dispose();
  const alive = await measure(home, calls);
  say(`${calls} calls with a sidecar`);
  endOne(pid, 'SIGSTOP');
  const hung = await measure(home, calls);
  say(`${calls} calls with a hung one`);
  endOne(pid, 'SIGKILL');
  const dead = await measure(home, calls);
  say(`${calls} calls without one`);
  return [
    { name: 'node -e 0', unit: 'ms', values: [...alive.bare, ...dead.bare], panel },
    {
      name: 'hook, sidecar alive',
      unit: 'ms',
      values: alive.above,
      targets: atMost(40),
      panel,
    },
    { name: 'hook, sidecar dead', unit: 'ms', values: dead.above, targets: atMost(40), panel },
    { name: 'hook, sidecar hung', unit: 'ms', values: hung.above, targets: atMost(40), panel },
  ];
}

interface Measured {
  readonly bare: readonly number[];
  /** Of each hook, over the bare Node that was started before it. */
  readonly above: readonly number[];
}

async function measure(home: TestHome, calls: number): Promise<Measured> {
  const bare: number[] = [];
  const above: number[] = [];
  for (let at = 0; at < calls; at += 1) {
    const bareMs = await timed(runBare);
    const hookMs = await timed(() => runHook(home.path, ['claude-code'], eventOf(at)));
    bare.push(bareMs);
    above.push(hookMs - bareMs);
  }
  return { bare, above };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await act();
  return performance.now() - startMs;
}

async function runBare(): Promise<void> {
  const child = spawn(process.execPath, ['-e', '0']);
  child.stdin.end();
  await once(child, 'close');
}

/** Before and after by turns, as a program asks. */
function eventOf(at: number) {
  const isBefore = at % 2 === 0;
  return {
    session_id: 'bench',
    hook_event_name: isBefore ? 'PreToolUse' : 'PostToolUse',
    tool_name: 'Bash',
    tool_use_id: `toolu_${Math.floor(at / 2)}`,
    tool_input: { command: 'npm test' },
    ...(isBefore ? {} : { tool_response: { stdout: `result ${at}`, stderr: '' } }),
  };
}
