import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packParams, unpackAnswer } from '../../../client/connection/packing.ts';
import { packAnswer, unpackParams } from '../../../server/socket/packing.ts';
import { admit } from '../../../shared/schema.ts';
import type { CheckInResult } from '../../../shared/model.ts';
import { plainCheckIn } from '../../support/records.ts';

const double = fc.double({ noNaN: true, noDefaultInfinity: true });

/** As text, on the wire. */
function travelled<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function resultOf(numbers: readonly number[], threshold: number | null): CheckInResult {
  const [E = 0, I = 0, S = 0, V = 0, coherence = 0, lambda1 = 0, risk_score = 0] = numbers;
  return {
    success: true,
    agent_id: 'ß/🦀',
    version: 7,
    status: 'degraded',
    decision: { action: 'revise', reason: 'risk 0.40 is under 0.50', require_human: false },
    metrics: {
      ...{ E, I, S, V, coherence, lambda1, risk_score, risk_raw: -0, void_active: true },
      ...{ time: 0.1, updates: 3, health_status: 'degraded', health_message: 'Degraded: so.' },
      reasons: [
        { name: 'drift', value: E, share: I, threshold },
        { name: 'void', value: S, share: 0, threshold: V },
      ],
    },
    sampling_params: { temperature: S, top_p: V, max_tokens: 150, lambda1 },
    timestamp: '2026-11-22T00:00:00.000Z',
  };
}

suite('packing: what travels', () => {
  test('the parameters of a check-in are the same to the bit at the other end', () => {
    fc.assert(
      fc.property(fc.array(double, { maxLength: 128 }), (parameters) => {
        const sent = travelled(packParams('watchstander/checkIn', { ...plainCheckIn, parameters }));
        assert.equal(typeof (sent as { parameters: unknown }).parameters, 'string');
        const admitted = admit('watchstander/checkIn', unpackParams(sent));
        assert.deepStrictEqual([...admitted.parameters], parameters);
      }),
    );
  });

  test('an answer is the same at the other end, whatever it is', () => {
    const numbers = fc.array(double, { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(numbers, fc.option(double), fc.boolean(), (some, threshold, isWarned) => {
        const warnings = isWarned ? { warnings: ['padded'] } : {};
        const result = { ...resultOf(some, threshold), ...warnings };
        const packed = travelled(packAnswer('watchstander/simulate', result));
        assert.deepStrictEqual(unpackAnswer('watchstander/simulate', packed), result);
      }),
    );
  });

  test('what is no vector is refused at the door, and names the field', () => {
    const notFinite = Buffer.from(Float64Array.of(1, NaN).buffer).toString('base64');
    for (const parameters of ['x', 'AAAA', '%%%%', 'AAAAAAAA8D8', notFinite]) {
      const params = unpackParams({ ...plainCheckIn, parameters });
      assert.throws(() => admit('watchstander/checkIn', params), /parameters: must be a/);
    }
    const tooMany = Buffer.alloc(129 * 8).toString('base64');
    const params = unpackParams({ ...plainCheckIn, parameters: tooMany });
    assert.throws(() => admit('watchstander/checkIn', params), /not have more than 128 numbers/);
  });

  test('everything else stays as it is', () => {
    for (const params of [null, 5, 'x', [], {}, { parameters: [1] }, { parameters: null }]) {
      assert.deepStrictEqual(unpackParams(params), params);
    }
    const answer = { agents: [] };
    assert.equal(packAnswer('watchstander/fleet', answer), answer);
    assert.equal(unpackAnswer('watchstander/fleet', answer), answer);
    assert.equal(packParams('watchstander/fleet', answer), answer);
  });
});
