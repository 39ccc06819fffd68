import assert from 'node:assert/strict';
import { defaultSettings, type Settings } from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type Step, type StepInput } from '../../../server/governance/step.ts';
import { measureText } from '../../../shared/text.ts';
import {
  readScenario,
  scenarioNames,
  type GoldenArguments,
  type GoldenExpected,
} from '../../support/golden.ts';

const reference: Settings = { ...defaultSettings, profile: 'reference' };

const tolerance = 1e-12;

function toInput({ response_text, ...rest }: GoldenArguments): StepInput {
  return { ...rest, text: measureText(response_text) };
}

/** The columns that must be equal to the last letter. */
function labels({ state, verdict }: Step): Partial<GoldenExpected> {
  return {
    void_active: verdict.void_active,
    action: verdict.decision.action,
    health: verdict.health,
    max_tokens: verdict.sampling.max_tokens,
    updates: state.updates,
  };
}

/** The columns that may differ by an ulp of exp or tanh. */
function figures({ state, verdict }: Step): Partial<GoldenExpected> {
  const { E, I, S, V, coherence, lambda1, time } = state;
  const { temperature, top_p } = verdict.sampling;
  return {
    ...{ E, I, S, V, coherence, lambda1, time, temperature, top_p },
    risk: verdict.risk_score,
    void_threshold: verdict.void_threshold,
    pi_integral: state.integral,
  };
}

function worstDifference(step: Step, expected: GoldenExpected): number {
  const differences = Object.entries(figures(step)).map(([column, value]) =>
    Math.abs(Number(value) - Number(expected[column as keyof GoldenExpected])),
  );
  return Math.max(...differences);
}

function assertLabels(step: Step, expected: GoldenExpected, where: string): void {
  for (const [column, value] of Object.entries(labels(step))) {
    assert.equal(value, expected[column as keyof GoldenExpected], `${where}: ${column}`);
  }
}

suite('golden scenarios of the reference model', () => {
  let worst = 0;
  let count = 0;

  for (const name of scenarioNames) {
    test(name, () => {
      let state = initialState();
      for (const { arguments: given, expected } of readScenario(name)) {
        const next = step(state, toInput(given), reference);
        const where = `${name}, update ${expected.updates}`;
        assertLabels(next, expected, where);
        const difference = worstDifference(next, expected);
        assert.ok(difference <= tolerance, `${where}: differs by ${difference}`);
        assert.equal(next.verdict.risk_score, next.verdict.risk_raw, where);
        worst = Math.max(worst, difference);
        count += 1;
        state = next.state;
      }
    });
  }

  test('nothing was left out', () => {
    assert.equal(count, 3280);
  });

  suiteTeardown(() => {
    process.stdout.write(`      ${count} updates, worst difference ${worst}\n`);
  });
});
