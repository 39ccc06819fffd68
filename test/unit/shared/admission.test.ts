import assert from 'node:assert/strict';
import fc from 'fast-check';
import { admitCheckIn } from '../../../shared/admission.ts';
import { toFailure, type ErrorCode } from '../../../shared/errors.ts';
import { admit } from '../../../shared/schema.ts';

function refusal(raw: Record<string, unknown>): {
  code: ErrorCode;
  error: string;
  next_step: string;
} {
  try {
    admitCheckIn(raw);
  } catch (error) {
    return toFailure(error);
  }
  return assert.fail('the input should be refused');
}

suite('admission of a check-in', () => {
  test('an id alone is enough', () => {
    const { checkIn, warnings } = admitCheckIn({ agent_id: 'a' });
    assert.deepEqual(checkIn, {
      agent_id: 'a',
      parameters: [],
      ethical_drift: [],
      text: { code_points: 0, keyword_hits: 0 },
      complexity: 0.5,
    });
    assert.deepEqual(warnings, []);
  });

  test('the text is measured and dropped', () => {
    const { checkIn } = admitCheckIn({ agent_id: 'a', response_text: 'SUDO 🚢 bypass' });
    assert.deepEqual(checkIn.text, { code_points: 13, keyword_hits: 2 });
    assert.equal(JSON.stringify(checkIn).includes('bypass'), false);
  });

  test('names every correction', () => {
    const { checkIn, warnings } = admitCheckIn({
      agent_id: 'a',
      parameters: [Number.NaN, 1, Infinity],
      ethical_drift: [0.1, 0.2, 0.3, 0.4],
      complexity: 7,
      colour: 'red',
    });
    assert.deepEqual(checkIn.parameters, [0, 1, 0]);
    assert.deepEqual(checkIn.ethical_drift, [0.1, 0.2, 0.3]);
    assert.equal(checkIn.complexity, 1);
    assert.deepEqual(warnings, [
      'parameters: 2 not finite, replaced by 0',
      'parameters: 3 given, padded with zeros to 128',
      'ethical_drift: 4 given, cut to the first 3',
      'complexity: 7 is outside 0 to 1, taken as 1',
      '"colour" is not a field and was ignored',
    ]);
  });

  const refusals: readonly (readonly [string, Record<string, unknown>, ErrorCode])[] = [
    ['no id', {}, 'INVALID_INPUT'],
    ['an id that is a number', { agent_id: 7 }, 'INVALID_INPUT'],
    ['an empty id', { agent_id: '' }, 'INVALID_INPUT'],
    ['an id of 129 characters', { agent_id: '🚢'.repeat(129) }, 'INVALID_INPUT'],
    ['an id with a control character', { agent_id: 'a\nb' }, 'INVALID_INPUT'],
    ['an id that reorders text', { agent_id: 'a\u202eb' }, 'INVALID_INPUT'],
    ['an id with half a pair', { agent_id: '\ud83d' }, 'INVALID_INPUT'],
    ['parameters that are text', { agent_id: 'a', parameters: '1,2' }, 'INVALID_INPUT'],
    ['a parameter that is null', { agent_id: 'a', parameters: [1, null] }, 'INVALID_INPUT'],
    ['4,097 parameters', { agent_id: 'a', parameters: Array(4_097).fill(0) }, 'INVALID_INPUT'],
    ['a text that is a number', { agent_id: 'a', response_text: 1 }, 'INVALID_INPUT'],
    [
      'a text of 1,000,001 bytes',
      { agent_id: 'a', response_text: 'x'.repeat(1_000_001) },
      'TOO_LARGE',
    ],
    [
      'that many bytes in fewer characters',
      { agent_id: 'a', response_text: '€'.repeat(333_334) },
      'TOO_LARGE',
    ],
    ['a complexity that is not finite', { agent_id: 'a', complexity: Infinity }, 'INVALID_INPUT'],
    ['a version that is not whole', { agent_id: 'a', expected_version: 1.5 }, 'INVALID_INPUT'],
    ['an empty request id', { agent_id: 'a', request_id: '' }, 'INVALID_INPUT'],
  ];

  for (const [name, raw, code] of refusals) {
    test(`refuses ${name} and says what to do`, () => {
      const failure = refusal(raw);
      assert.equal(failure.code, code);
      assert.notEqual(failure.next_step, '');
    });
  }

  test('takes any id that the contract allows, unaltered', () => {
    for (const id of [
      '__proto__',
      '../../x',
      'constructor',
      'ß/ä 🚢',
      'x'.repeat(128),
      '🚢'.repeat(128),
    ]) {
      assert.equal(admitCheckIn({ agent_id: id }).checkIn.agent_id, id);
    }
  });

  test('what it lets through passes the door of the sidecar, whatever the numbers', () => {
    const numbers = fc.array(fc.double(), { maxLength: 200 });
    fc.assert(
      fc.property(numbers, numbers, fc.string(), (parameters, ethical_drift, response_text) => {
        const { checkIn } = admitCheckIn({
          agent_id: 'a',
          parameters,
          ethical_drift,
          response_text,
        });
        const travelled = JSON.parse(JSON.stringify(checkIn)) as unknown;
        const arrived = admit('watchstander/checkIn', travelled);
        assert.equal(arrived.parameters.length, Math.min(128, parameters.length));
      }),
      { numRuns: 500 },
    );
  });
});
