import assert from 'node:assert/strict';
import { describeHealth } from '../../../server/governance/reasons.ts';
import { defaultSettings, type Settings } from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type StepInput } from '../../../server/governance/step.ts';
import type { GovernanceState, Reason, Verdict } from '../../../shared/model.ts';

const reference: Settings = { ...defaultSettings, profile: 'reference' };

const calm: StepInput = {
  parameters: [0.5],
  ethical_drift: [0, 0, 0],
  text: { code_points: 0, keyword_hits: 0 },
};

const drifting: StepInput = {
  ...calm,
  ethical_drift: [0.35, 0, 0],
  text: { code_points: 0, keyword_hits: 1 },
};

function repeat(input: StepInput, count: number, settings = defaultSettings): Verdict {
  let last = step(initialState(), input, settings);
  for (let update = 1; update < count; update += 1) last = step(last.state, input, settings);
  return last.verdict;
}

function judgeFrom(changes: Partial<GovernanceState>, input = calm): Verdict {
  return step({ ...initialState(), ...changes }, input, defaultSettings).verdict;
}

function names(reasons: readonly Reason[]): string[] {
  return reasons.map(({ name }) => name);
}

function find(verdict: Verdict, name: string): Reason | undefined {
  return verdict.reasons.find((reason) => reason.name === name);
}

suite('reasons', () => {
  test('worst first, each with value, share and threshold', () => {
    const verdict = repeat(drifting, 10);
    assert.deepEqual(names(verdict.reasons), ['drift', 'risk', 'void', 'keywords', 'coherence']);
    const drift = find(verdict, 'drift');
    assert.ok(drift !== undefined && Math.abs(drift.share - 0.35 / (0.35 + 0.2 / 3)) < 1e-12);
    assert.deepEqual(
      { ...drift, share: 0 },
      { name: 'drift', value: 0.35, share: 0, threshold: 0.3 },
    );
    assert.deepEqual(find(verdict, 'coherence'), {
      ...{ name: 'coherence', value: 1 },
      ...{ share: 0, threshold: 0.85 },
    });
    const shares = verdict.reasons.map(({ share }) => share);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
  });

  test('what makes an agent critical is said before what alone would make it degraded', () => {
    const judgement = { health: 'critical', risk: 'degraded', coherence: 'critical' } as const;
    const words = describeHealth(
      { ...judgement, void: 'healthy' },
      { risk: 0.26, coherence: 0.49, void: 0 },
      [{ name: 'drift', value: 0.4, share: 1, threshold: 0.3 }],
      defaultSettings.health,
    );
    const coherence = 'coherence 0.49 is under 0.60';
    assert.equal(words, `Critical: ${coherence}; risk 0.26 reached 0.15 (drift 0.40 of 0.40).`);
  });

  test('measured behaviour is named for what it is', () => {
    const stuck = repeat({ ...calm, behaviour: 'stuck' }, 5);
    assert.equal(stuck.reasons[0]?.name, 'stuck');
    assert.equal(stuck.health_message, 'Critical: risk 0.41 reached 0.30 (stuck 0.50 of 0.50).');
    const failing = repeat({ ...calm, behaviour: 'failing' }, 5);
    assert.equal(find(failing, 'failing')?.threshold, 0.15);
    assert.equal(find(repeat({ ...calm, ethical_drift: [0.3] }, 1), 'drift')?.threshold, 0.3);
  });

  test('the reference names what its formula adds up', () => {
    const verdict = repeat({ ...calm, complexity: 1 }, 1, reference);
    assert.deepEqual(names(verdict.reasons), [
      ...['complexity', 'risk'],
      ...['void', 'text_length', 'coherence'],
    ]);
    assert.equal(
      verdict.health_message,
      'Critical: risk 0.30 reached 0.30 (complexity 0.30 of 0.30).',
    );
  });

  test('parts that add nothing are left out', () => {
    assert.deepEqual(names(repeat(calm, 1).reasons), ['void', 'risk', 'coherence']);
  });
});

suite('health message', () => {
  test('drift 0.35 of 0.41', () => {
    assert.equal(
      repeat(drifting, 10).health_message,
      'Critical: risk 0.40 reached 0.30 (drift 0.35 of 0.41).',
    );
  });

  test('healthy', () => {
    assert.equal(
      repeat(calm, 1).health_message,
      'Healthy: risk 0.00 is under 0.15, coherence 1.00 is at least 0.85.',
    );
  });

  test('a risk that is over, but not yet forgotten', () => {
    assert.equal(
      judgeFrom({ smoothed_risk: 0.4 }).health_message,
      'Degraded: risk 0.28 reached 0.15 (falling, now 0.00).',
    );
  });

  test('a large change of parameters counts twice, once as risk', () => {
    const previous = new Float64Array(128).fill(9);
    assert.equal(
      judgeFrom({ previous, smoothed_risk: 0.3, smoothed_coherence: 0.6 }).health_message,
      'Critical: risk 0.30 reached 0.30 (parameter change 0.30 of 0.30); coherence 0.42 is under 0.60.',
    );
    assert.equal(
      judgeFrom({ smoothed_coherence: 0.7 }).health_message,
      'Degraded: coherence 0.79 is under 0.85.',
    );
  });

  test('in the void', () => {
    const verdict = judgeFrom({ V: 0.5 });
    assert.equal(verdict.health_message, 'Critical: in the void, |V| 0.46.');
    assert.equal(verdict.decision.reason, 'in the void');
    assert.deepEqual(verdict.reasons[0]?.name, 'void');
    const ignoring: Settings = {
      ...defaultSettings,
      health: { ...defaultSettings.health, void: 'healthy' },
    };
    assert.equal(step({ ...initialState(), V: 0.5 }, calm, ignoring).verdict.health, 'healthy');
  });
});

suite('settings', () => {
  const strict: Settings = {
    profile: 'calibrated',
    health: {
      risk: { healthy: 0.01, degraded: 0.02 },
      coherence: { healthy: 0.99, degraded: 0.98 },
      void: 'critical',
      smoothing: 1,
    },
  };

  test('thresholds and smoothing decide', () => {
    const { verdict } = step(initialState(), drifting, strict);
    assert.equal(verdict.health, 'critical');
    assert.equal(verdict.risk_score, 0.35 + 0.2 / 3);
    assert.equal(find(verdict, 'keywords')?.threshold, 0.02);
  });

  test('drift counts in the calibrated profile only', () => {
    const wild = { ...calm, ethical_drift: [5, 1, 9] };
    const [still, moved] = [calm, wild].map((input) => step(initialState(), input, reference));
    assert.deepEqual(moved?.verdict, still?.verdict);
    assert.ok(repeat(wild, 1).risk_score > repeat(calm, 1).risk_score);
  });

  test('a change of profile meets a warm state', () => {
    let state = initialState();
    for (let update = 0; update < 10; update += 1) state = step(state, drifting, reference).state;
    assert.ok(step(state, drifting, defaultSettings).verdict.risk_score > 0.4);
  });
});
