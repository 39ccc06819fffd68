import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { forgetHung } from '../../../client/hook/hungSidecar.ts';
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
  const [calls, firsts] = extent === 'full' ? [200, 20] : [10, 3];
  const home = place.home();
  const connection = home.connect('cli');
  const { pid } = await connection.request('watchstander/status', {});
  connection.dispose();
  const alive = await measure(home, calls);
  say(`${calls} calls with a sidecar`);
  endOne(pid, 'SIGSTOP');
  const first = await measure(home, firsts, () => forgetHung(home.path));
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
    {
      name: 'hook, sidecar hung (remembered)',
      unit: 'ms',
      values: hung.above,
      targets: atMost(40),
      panel,
    },
    // It waits its whole time, and the others of that half minute know by it that the sidecar hangs.
    { name: 'hook, sidecar hung, the first of 30 s', unit: 'ms', values: first.above, panel },
  ];
}

interface Measured {
  readonly bare: readonly number[];
  /** Of each hook, over the bare Node that was started before it. */
  readonly above: readonly number[];
}

async function measure(
  home: TestHome,
  calls: number,
  prepare: () => void = () => undefined,
): Promise<Measured> {
  const bare: number[] = [];
  const above: number[] = [];
  for (let at = 0; at < calls; at += 1) {
    const bareMs = await timed(runBare);
    prepare();
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
