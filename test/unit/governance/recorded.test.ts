import assert from 'node:assert/strict';
import { profileRules } from '../../../server/governance/constants.ts';
import { control } from '../../../server/governance/controller.ts';
import { advance } from '../../../server/governance/dynamics.ts';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { initialState, makeVectors, slideWindow } from '../../../server/governance/state.ts';
import { step } from '../../../server/governance/step.ts';
import { judgeVoid, voidShare } from '../../../server/governance/void.ts';
import type { GovernanceState } from '../../../shared/model.ts';
import { readRecordings, reportsOf, type Recording } from '../../calibration/recordings.ts';

/**
 * Exported histories of real agents. Their parameters are not known, but the change of each update
 * follows from its coherence, C = exp(−√D / 0.1): D = (0.1 ln C)².
 */
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
  const { window } = makeVectors(state.window);
  slideWindow(window, state.window, flow.V);
  const share = voidShare(window, judgeVoid(window).threshold);
  const isControlled = updates % rules.controlEvery === 0;
  const { lambda1, integral } = isControlled
    ? control(state, share, coherence, rules.integrate)
    : state;
  return { ...state, ...flow, coherence, window, updates, lambda1, integral };
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
  const expected: readonly [updates: number, tolerance: number][] = [
    [9, 1e-12],
    [11, 1e-12],
    [30, 1e-12],
    [21, 1e-12],
    [35, 1e-7],
  ];
  for (const [at, recording] of readRecordings().entries()) {
    const [updates, tolerance] = expected[at]!;
    test(`${recording.file}: ${updates} updates to ${tolerance}`, () => {
      assert.equal(recording.V.length, updates);
      for (const [symbol, difference] of Object.entries(differences(recording))) {
        assert.ok(difference <= tolerance, `${symbol} differs by ${difference}`);
      }
    });

    test(`${recording.file}: the reports made of it give its coherence and risk`, () => {
      let state = initialState();
      for (const [n, report] of reportsOf(recording).entries()) {
        const next = step(state, report, { ...defaultSettings, profile: 'reference' });
        assert.ok(Math.abs(next.state.coherence - recording.coherence[n]!) <= 1e-9);
        assert.ok(Math.abs(next.verdict.risk_score - recording.risk[n]!) <= 1e-9);
        state = next.state;
      }
    });
  }
});
