import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  defaultSettings,
  type HealthSettings,
  type Settings,
} from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type Step, type StepInput } from '../../../server/governance/step.ts';
import { healthAgain, judgeAgain } from '../../../server/governance/verdict.ts';
import { healthStates, profiles, type GovernanceState } from '../../../shared/model.ts';
import { longestMs, PropertyCount, propertyCases, sayCases } from '../../support/propertyCases.ts';

const cases = propertyCases(20251120);
const tried = new PropertyCount();
/** What has run as long as it may says so itself, with its seed. */
const timeoutMs = 2 * longestMs(cases);

const anyNumber = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e308, -1e308, 5e-324) },
);

const behaviour = fc.constantFrom('none' as const, 'failing' as const, 'stuck' as const);

/** Up to 200 long; a few numbers again and again, which is as wild and sooner drawn. */
const anyVector = fc
  .tuple(fc.array(anyNumber, { maxLength: 12, size: 'max' }), fc.nat({ max: 200 }))
  .map(([some, length]) => Array.from({ length }, (_, at) => some[at % some.length] ?? 0));

const anyInput: fc.Arbitrary<StepInput> = fc.record(
  {
    parameters: anyVector,
    ethical_drift: fc.array(anyNumber, { maxLength: 5, size: 'max' }),
    text: fc.record({ code_points: anyNumber, keyword_hits: anyNumber }),
    complexity: anyNumber,
    behaviour,
  },
  { requiredKeys: ['parameters', 'ethical_drift', 'text'] },
);

const anySettings: fc.Arbitrary<Settings> = fc
  .record({ profile: fc.constantFrom(...profiles), void: fc.constantFrom(...healthStates) })
  .map(({ profile, void: inVoid }) => ({
    profile,
    health: { ...defaultSettings.health, void: inVoid },
  }));

const anyBounds = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) }));

const anyThresholds: fc.Arbitrary<Pick<HealthSettings, 'risk' | 'coherence' | 'void'>> = fc
  .record({ risk: anyBounds, coherence: anyBounds, void: fc.constantFrom(...healthStates) })
  .map(({ risk, coherence, void: inVoid }) => ({
    risk: { healthy: risk.low, degraded: risk.high },
    coherence: { healthy: coherence.high, degraded: coherence.low },
    void: inVoid,
  }));

/** What the store does to a state: numbers as JSON, and back. */
function throughJson({ previous, window, ...scalars }: GovernanceState): GovernanceState {
  const plain = { ...scalars, previous: previous && [...previous], window: [...window] };
  const read = JSON.parse(JSON.stringify(plain)) as typeof plain;
  const vectorOf = (numbers: readonly number[]) => Float64Array.from(numbers);
  return {
    ...read,
    previous: read.previous && vectorOf(read.previous),
    window: vectorOf(read.window),
  };
}

/** Every number in it, however deep. */
function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (value instanceof Float64Array) return value.every(Number.isFinite);
  return Object.values(value).every(isFiniteThroughout);
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function assertInRange({ state, verdict }: Step): void {
  assert.ok(isFiniteThroughout([state, verdict]), 'everything is finite');
  const shares = [state.E, state.I, state.S, state.coherence];
  const smoothed = [state.smoothed_risk, state.smoothed_coherence];
  const said = [verdict.risk_score, verdict.risk_raw, ...verdict.reasons.map(({ share }) => share)];
  assert.ok([...shares, ...smoothed, ...said].every((value) => isWithin(value, 0, 1)));
  assert.ok(isWithin(state.V, -1, 1), `V ${state.V}`);
  assert.ok(isWithin(state.lambda1, 0.05, 0.2), `λ ${state.lambda1}`);
  assert.ok(isWithin(state.integral, -5, 5), `z ${state.integral}`);
  assert.ok(isWithin(state.baseline, 0.05, 0.3), `b ${state.baseline}`);
  assert.ok(isWithin(verdict.void_threshold, 0.1, 0.3));
  assert.equal(state.window.length, Math.min(100, state.updates));
  assert.equal(state.window.at(-1), state.V);
  assert.doesNotMatch(verdict.health_message, /NaN|Infinity|undefined/u);
}

suite('properties of a step', () => {
  suiteSetup(() => sayCases('steps of the model', cases));

  test('any numbers: finite and in range, the old state untouched', () => {
    tried.holds(
      fc.property(histories(20), anySettings, (inputs, settings) => {
        let state = initialState();
        for (const input of inputs) {
          const before = structuredClone(state);
          const next = step(state, input, settings);
          assert.deepEqual(state, before);
          assertInRange(next);
          state = next.state;
        }
      }),
      cases,
    );
  }).timeout(timeoutMs);

  test('same inputs, same outputs, bit for bit, whoever else is judged in between', () => {
    tried.holds(
      fc.property(histories(12), histories(12), anySettings, (inputs, others, settings) => {
        const alone = run(inputs, settings);
        let other = initialState();
        const among = run(inputs, settings, (at) => {
          const input = others[at % others.length];
          if (input !== undefined) other = step(other, structuredClone(input), settings).state;
        });
        assert.deepEqual(among, alone);
      }),
      cases,
    );
  }).timeout(timeoutMs);

  test('judged again by other thresholds, a verdict is what these would have said', () => {
    tried.holds(
      fc.property(histories(6), anySettings, anyThresholds, (inputs, settings, thresholds) => {
        const others = { ...settings, health: { ...settings.health, ...thresholds } };
        const { verdict } = run(inputs, settings).at(-1)!;
        const { verdict: expected } = run(inputs, others).at(-1)!;
        assert.deepEqual(judgeAgain(verdict, others), expected);
        assert.equal(healthAgain(verdict, others), expected.health);
        assert.deepEqual(judgeAgain(expected, settings), verdict);
      }),
      cases,
    );
  }).timeout(timeoutMs);

  test('a state read back from JSON steps on bit for bit, over a full window', () => {
    tried.holds(
      fc.property(restarted, anySettings, (inputs, settings) => {
        let kept = initialState();
        let again = initialState();
        for (const input of inputs) {
          const next = step(kept, input, settings);
          assert.deepEqual(step(throughJson(again), input, settings), next);
          kept = next.state;
          again = next.state;
        }
        assert.deepEqual(throughJson(kept), kept);
      }),
      cases,
    );
  }).timeout(timeoutMs);
});

/** Some get to a full window; all of them would take ten minutes of the long run. */
const restarted = fc.oneof(
  { weight: 19, arbitrary: histories(8) },
  { weight: 1, arbitrary: histories(120) },
);

function histories(maxLength: number): fc.Arbitrary<StepInput[]> {
  return fc.array(anyInput, { minLength: 1, maxLength, size: 'max' });
}

/** Every step of a new agent; `between` runs before each. */
function run(
  inputs: readonly StepInput[],
  settings: Settings,
  between: (at: number) => void = () => undefined,
): Step[] {
  let state = initialState();
  return inputs.map((input, at) => {
    between(at);
    const next = step(state, input, settings);
    state = next.state;
    return next;
  });
}

/** How much worse each signal gets. */
const worsening = fc.record({
  drift: fc.double({ min: 1, max: 5, noNaN: true }),
  change: fc.double({ min: 1, max: 5, noNaN: true }),
  keywords: fc.nat({ max: 3 }),
  codePoints: fc.nat({ max: 3_000 }),
  complexity: fc.double({ min: 0, max: 0.5, noNaN: true }),
  behaviour,
});
type Worsening = typeof worsening extends fc.Arbitrary<infer T> ? T : never;

const unit = fc.double({ min: 0, max: 1, noNaN: true });

const lowRisk = fc.double({ min: 0, max: 0.4, noNaN: true });

const plainInput: fc.Arbitrary<Required<StepInput>> = fc.record({
  // One value many times: what counts is how far it moved.
  parameters: unit.map((value) => Array.from({ length: 128 }, () => value)),
  ethical_drift: fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), {
    maxLength: 3,
    size: 'max',
  }),
  text: fc.record({ code_points: fc.nat({ max: 4_000 }), keyword_hits: fc.nat({ max: 3 }) }),
  complexity: unit,
  behaviour,
});

const rank = { none: 0, failing: 1, stuck: 2 } as const;

function worsen(
  input: Required<StepInput>,
  by: Worsening,
  previous: Float64Array | null,
): StepInput {
  return {
    parameters: input.parameters.map((value, at) => {
      const from = previous?.[at] ?? value;
      return from + by.change * (value - from);
    }),
    ethical_drift: input.ethical_drift.map((value) => value * by.drift),
    text: {
      code_points: input.text.code_points + by.codePoints,
      keyword_hits: input.text.keyword_hits + by.keywords,
    },
    complexity: input.complexity + by.complexity,
    behaviour: rank[by.behaviour] > rank[input.behaviour] ? by.behaviour : input.behaviour,
  };
}

/** Any state that an agent could be in: a lived history, or smoothed values of any kind on top. */
const anyState: fc.Arbitrary<GovernanceState> = fc
  .tuple(
    fc.array(plainInput, { maxLength: 15, size: 'max' }),
    fc.option(fc.record({ smoothed_risk: lowRisk, smoothed_coherence: unit }), {
      nil: {},
      freq: 2,
    }),
  )
  .map(([history, smoothed]) => {
    let state = initialState();
    for (const past of history) state = step(state, past, defaultSettings).state;
    return { ...state, ...smoothed };
  });

function rankOfHealth(step: Step): number {
  return healthStates.indexOf(step.verdict.health);
}

suite('monotone health', () => {
  // The last suite of this file: the others have run.
  suiteTeardown(() => tried.say());

  test('from the same state a worse signal never gives a better health', () => {
    tried.holds(
      fc.property(anyState, plainInput, worsening, (state, input, by) => {
        const better = step(state, input, defaultSettings);
        const worse = step(state, worsen(input, by, state.previous), defaultSettings);
        assert.ok(rankOfHealth(worse) >= rankOfHealth(better));
        assert.ok(worse.verdict.risk_score >= better.verdict.risk_score - 1e-15);
      }),
      cases,
    );
  }).timeout(timeoutMs);
});
