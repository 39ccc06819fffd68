import assert from 'node:assert/strict';
import type { CheckInResult } from '../../../shared/model.ts';
import {
  isSendable,
  readScenario,
  scenarioNames,
  type GoldenExpected,
} from '../../support/golden.ts';
import { TestHome } from '../../support/testHome.ts';
import { openShim, type Shim } from '../../support/mcpClient.ts';

/** The bound within which another implementation of the reference must be. */
const tolerance = 1e-12;

const sendable = scenarioNames.filter((name) =>
  readScenario(name).every((update) => isSendable(update.arguments)),
);

/** Floats, which may differ in the last place, and what may not differ at all. */
function observed({ metrics, decision, sampling_params }: CheckInResult) {
  const { E, I, S, V, coherence, lambda1, risk_raw, time } = metrics;
  const { temperature, top_p, max_tokens } = sampling_params;
  return {
    floats: { E, I, S, V, coherence, lambda1, risk: risk_raw, time, temperature, top_p },
    exact: {
      void_active: metrics.void_active,
      action: decision.action,
      health: metrics.health_status,
      updates: metrics.updates,
      max_tokens,
    },
  };
}

/** Largest absolute difference of any float; anything else that differs fails. */
function compare(result: CheckInResult, expected: GoldenExpected): number {
  const { floats, exact } = observed(result);
  for (const [name, value] of Object.entries(exact)) {
    assert.equal(value, expected[name as keyof typeof exact], name);
  }
  assert.equal(result.metrics.risk_score, result.metrics.risk_raw);
  assert.equal(result.status, result.metrics.health_status);
  return Math.max(
    ...Object.entries(floats).map(([name, value]) => {
      return Math.abs(value - expected[name as keyof typeof floats]);
    }),
  );
}

suite('golden scenarios through the shipped MCP entry', function () {
  const home = new TestHome({ governance: { profile: 'reference' } });
  let shim: Shim;
  let updates = 0;

  suiteSetup(async () => {
    shim = await openShim(home);
  });

  suiteTeardown(async () => {
    await shim.client.close();
    await home.dispose();
  });

  for (const name of sendable) {
    test(`${name}: within ${tolerance}, labels and integers equal`, async () => {
      let worst = 0;
      for (const update of readScenario(name)) {
        const given = { agent_id: name, ...update.arguments };
        const result = await shim.call<CheckInResult>('process_agent_update', given);
        worst = Math.max(worst, compare(result, update.expected));
        updates += 1;
      }
      assert.ok(worst <= tolerance, `${name}: worst difference ${worst}`);
    });
  }

  test('all 2,890 updates of the 11 scenarios without NaN or infinity were sent', () => {
    assert.equal(sendable.length, 11);
    assert.equal(updates, 2_890);
  });
});
