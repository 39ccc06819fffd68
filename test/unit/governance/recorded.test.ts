import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileRules } from '../../../server/governance/constants.ts';
import { control } from '../../../server/governance/controller.ts';
import { advance } from '../../../server/governance/dynamics.ts';
import { initialState, slideWindow } from '../../../server/governance/state.ts';
import { judgeVoid, voidShare } from '../../../server/governance/void.ts';
import type { GovernanceState } from '../../../shared/model.ts';
import { goldenFolder } from '../../support/golden.ts';

/**
 * Exported histories of real agents. Their parameters are not known, but the change of each update
 * follows from its coherence, C = exp(−√D / 0.1): D = (0.1 ln C)².
 */
interface Recording {
  readonly file: string;
  readonly V: readonly number[];
  readonly coherence: readonly number[];
  readonly last: { readonly E: number; readonly I: number; readonly S: number };
  readonly lambda1: number;
}

const rules = profileRules.reference;

function replay(coherences: readonly number[]): GovernanceState[] {
  const states = [initialState()];
  for (const coherence of coherences) states.push(replayOne(states.at(-1)!, coherence));
  return states.slice(1);
}

function replayOne(state: GovernanceState, coherence: number): GovernanceState {
  const change = (0.1 * Math.log(coherence)) ** 2;
  const flow = advance(state, { change, coherence, drift: 0 }, rules.flow);
  const updates = state.updates + 1;
  const window = slideWindow(state.window, flow.V);
  const share = voidShare(window, judgeVoid(window).threshold);
  const isControlled = updates % rules.controlEvery === 0;
  const { lambda1, integral } = isControlled
    ? control(state, share, coherence, rules.integrate)
    : state;
  return { ...state, ...flow, coherence, window, updates, lambda1, integral };
}

function readRows(file: string): Recording {
  const [table = ''] = readText(file).split(/\r?\n\r?\n/u);
  const rows = table
    .split(/\r?\n/u)
    .slice(1)
    .map((line) => line.split(','));
  const last = rows.at(-1)!.map(Number);
  return {
    file,
    V: rows.map((row) => Number(row[4])),
    coherence: rows.map((row) => Number(row[5])),
    last: { E: last[1]!, I: last[2]!, S: last[3]! },
    lambda1: last[8]!,
  };
}

function readObject(file: string): Recording {
  const recorded = JSON.parse(readText(file)) as Record<string, number[]> & {
    lambda1_final: number;
  };
  const lastOf = (history: string): number => recorded[history]!.at(-1)!;
  return {
    file,
    V: recorded['V_history']!,
    coherence: recorded['coherence_history']!,
    last: { E: lastOf('E_history'), I: lastOf('I_history'), S: lastOf('S_history') },
    lambda1: recorded.lambda1_final,
  };
}

function readText(file: string): string {
  return readFileSync(join(goldenFolder, 'recorded', file), 'utf8');
}

function differences(recording: Recording): Record<'V' | 'E' | 'I' | 'S' | 'lambda1', number> {
  const states = replay(recording.coherence);
  const last = states.at(-1)!;
  const ofV = states.map(({ V }, at) => Math.abs(V - recording.V[at]!));
  return {
    V: Math.max(...ofV),
    E: Math.abs(last.E - recording.last.E),
    I: Math.abs(last.I - recording.last.I),
    S: Math.abs(last.S - recording.last.S),
    lambda1: Math.abs(last.lambda1 - recording.lambda1),
  };
}

suite('recorded histories replay through the same dynamics', () => {
  const recordings: [read: () => Recording, updates: number, tolerance: number][] = [
    [() => readRows('claude_chat_escalation_recovery_test.csv'), 9, 1e-12],
    [() => readRows('composer_assistant_26252_history_20251120_025626.csv'), 11, 1e-12],
    [() => readRows('composer_cursor_history_20251119_165607.csv'), 30, 1e-12],
    [() => readRows('composer_cursor_history_20251119_180912.csv'), 21, 1e-12],
    [() => readObject('denouement_agent_results.json'), 35, 1e-7],
  ];
  for (const [read, updates, tolerance] of recordings) {
    const recording = read();
    test(`${recording.file}: ${updates} updates to ${tolerance}`, () => {
      assert.equal(recording.V.length, updates);
      for (const [symbol, difference] of Object.entries(differences(recording))) {
        assert.ok(difference <= tolerance, `${symbol} differs by ${difference}`);
      }
    });
  }
});
