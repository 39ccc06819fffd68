import assert from 'node:assert/strict';
import process from 'node:process';
import type { AgentRow, Health } from '../../shared/model.ts';
import { rowSeenMs } from '../editor/support/rowSeen.ts';
import { everyByteOf } from '../support/everyByte.ts';
import { until } from '../support/until.ts';
import type { Ended } from './support/agentUser.ts';
import { leftOut, wanted, type Program } from './support/programs.ts';
import { say, type Step } from './support/script.ts';
import { Stage } from './support/stage.ts';

/**
 * Real programs of agents with what Connect wrote and a model that follows a script, beside a real
 * VS Code: script in; receipts, transcript and what a person sees out.
 */

const letters = [...'abcdefghij'];
const reason = 'the captain wants a word';
/** Said to the program, by it, and given to its tools. */
const marks = ['mark-of-a-prompt-4be1', 'mark-of-a-reply-09c7', 'mark-of-an-input-d25a'] as const;
const [inPrompt, inReply, inInput] = marks;

for (const program of wanted) {
  suite(`agents: ${program.harness} ${program.version}`, () => {
    let stage: Stage;

    suiteSetup(async () => {
      stage = await Stage.open(program);
    });

    suiteTeardown(() => stage.close());

    function command(line: string, after?: () => Promise<void>): Step {
      const call = program.command(`: ${inInput}; ${line}`);
      return { calls: [call], ...(after === undefined ? {} : { after }) };
    }

    function run(script: readonly Step[]): Promise<Ended> {
      return stage.user.run(`go on, ${inPrompt}`, [...script, say(inReply)]);
    }

    /** Ten failures in a row, and what a person sees of them meanwhile. */
    function failing(looks: Readonly<Record<number, () => Promise<void>>>): Step[] {
      return letters.map((letter, at) => command(`echo ${letter}; exit 3`, looks[at]));
    }

    test('seen, judged, paused and resumed in a window, over a kill of the sidecar', async () => {
      let firstMs = NaN;
      const ran = await run([
        ...failing({
          0: () => Promise.resolve(void (firstMs = Date.now())),
          1: () => stage.see(/./, '1-appears'),
          5: () =>
            stage.see(canFail(program) ? /(Degraded|Critical)/ : /Healthy/, '2-fifth-failure'),
          7: () => stage.see(canFail(program) ? /Critical/ : /Healthy/, '3-seventh-failure'),
        }),
        command('touch before', () => judgeFailures(stage, program)),
        command('touch paused', () => pause(stage)),
        command('touch killed', () => stage.killSidecar()),
        command('touch resumed', () => resume(stage)),
      ]);
      const made = ran.made.filter((name) => !name.startsWith('.'));
      assert.deepEqual(made.sort(), ['before', 'resumed'], wholeOf(ran));
      assert.equal(timesTold(ran), 2, wholeOf(ran));
      assert.ok(inOneLine(ran.output).includes(`is paused by a person: ${reason}`), ran.output);
      await stage.see(/Ended/, '7-ended');
      const { agent_id } = await stage.rowWhen('the session', () => true);
      const waitMs = (await rowSeenMs(stage.window.page, agent_id)) - firstMs;
      process.stdout.write(`    first tool call to tree: ${waitMs} ms\n`);
    });

    test('under the id of its own reports it is one row', async () => {
      const { tool, namespace } = program.mcpTool('process_agent_update');
      const input = { agent_id: 'me', parameters: [0.5], complexity: 0.5, response_text: inInput };
      const report = { tool, input, ...(namespace === undefined ? {} : { namespace }) };
      await run([command('echo one'), { calls: [report] }, command('echo two')]);
      const isWhole = ({ agent_id, liveness, facts }: AgentRow): boolean =>
        agent_id === 'me' && liveness === 'ended' && facts?.calls === 3;
      const row = await stage.rowWhen('the end of a session of three calls', isWhole);
      assert.equal(row.harness, program.harness);
      const { agents } = await stage.connection.request('watchstander/fleet', {});
      assert.equal(agents.length, 2, JSON.stringify(agents));
    });

    test('Disconnect leaves what its user wrote, and nothing that was said is in the home', async () => {
      const { user, home } = stage;
      assert.deepEqual(await user.disconnect(), user.own);
      await stage.leaveSidecar();
      await home.cli('stop');
      await until('the end of the sidecar', () => home.processes().length === 0);
      const bytes = everyByteOf(home.path);
      assert.ok(bytes.includes(program.harness), 'the search must be able to find what is there');
      for (const mark of marks) assert.equal(bytes.includes(mark), false, mark);
    });
  });
}

async function judgeFailures(stage: Stage, program: Program): Promise<void> {
  // Counted when it comes, stored a moment later.
  const { facts, governed, agent_id } = await stage.rowWhen(
    'ten stored calls',
    ({ update_count }) => update_count === letters.length,
  );
  assert.deepEqual([facts?.receipts, facts?.calls, governed], [10, 10, 'enforced']);
  const { points } = await stage.connection.request('watchstander/history', { agent_id });
  const healths = points.map(({ health }) => health);
  if (canFail(program)) judgeRun(healths);
  else assert.deepEqual(new Set(healths), new Set(['healthy']));
}

async function pause(stage: Stage): Promise<void> {
  await stage.pressPause();
  await stage.window.answer(reason);
  await stage.see(/Paused/, '4-paused');
}

async function resume(stage: Stage): Promise<void> {
  await stage.connected();
  await stage.see(/Paused, (?!last known)/, '5-paused-after-kill');
  await stage.pressResume();
  await stage.see(/(?!Paused)/, '6-resumed');
}

if (leftOut.length > 0) {
  const names = leftOut.map(({ harness }) => harness).join(', ');
  process.stderr.write(`  [agents] left out, run with WATCHSTANDER_AGENTS=all: ${names}\n`);
}

/** In the last request everything that the model was ever told is repeated. */
function timesTold({ told }: Ended): number {
  return (told.at(-1) ?? '').split(`is paused by a person: ${reason}`).length - 1;
}

/** What both sides said: a program that went another way than its script told only them. */
function wholeOf({ output, told }: Ended): string {
  return `the program printed:\n${output}\nthe model was asked ${told.length} times, last with:\n${told.at(-1) ?? ''}`;
}

/** Some programs break what they print into the lines of a terminal. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Events of Codex carry no exit code: to a hook these are ten results, each of them new. */
function canFail({ harness }: Program): boolean {
  return harness !== 'codex';
}

function judgeRun(healths: readonly Health[]): void {
  assert.deepEqual(healths.slice(0, 2), ['healthy', 'healthy']);
  assert.notEqual(healths[4], 'healthy');
  assert.equal(healths[6], 'critical');
}
