import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Behaviour } from '../../../server/governance/risk.ts';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type Step } from '../../../server/governance/step.ts';
import { measureText } from '../../../shared/text.ts';
import { goldenFolder, readScenario, type ScenarioName } from '../../support/golden.ts';

/** An independent implementation's results for the inputs of golden scenarios. */
interface CalibratedGolden {
  readonly columns: readonly string[];
  readonly scenarios: Readonly<Record<string, readonly (readonly unknown[])[]>>;
}

const golden = JSON.parse(
  readFileSync(join(goldenFolder, 'calibrated.json'), 'utf8'),
) as CalibratedGolden;
const behaviourColumn = golden.columns.indexOf('behaviour');

function columnsOf({ state, verdict }: Step): Record<string, unknown> {
  return {
    ...state,
    void_threshold: verdict.void_threshold,
    void_active: verdict.void_active,
    action: verdict.decision.action,
    health: verdict.health,
  };
}

function assertRow(next: Step, row: readonly unknown[], where: string): void {
  const actual = columnsOf(next);
  golden.columns.slice(0, behaviourColumn).forEach((column, at) => {
    const [expected, value] = [row[at], actual[column]];
    const isClose = typeof expected === 'number' && Math.abs(Number(value) - expected) <= 1e-12;
    assert.ok(
      isClose || value === expected,
      `${where}, ${column}: ${String(value)}, not ${String(expected)}`,
    );
  });
}

suite('calibrated profile against an independent implementation', () => {
  for (const [name, rows] of Object.entries(golden.scenarios)) {
    test(`${name}: ${rows.length} updates to 1e-12`, () => {
      let state = initialState();
      const updates = readScenario(name as ScenarioName);
      assert.equal(updates.length, rows.length);
      updates.forEach(({ arguments: given }, at) => {
        const behaviour = rows[at]![behaviourColumn] as Behaviour;
        const { response_text, ...rest } = given;
        const input = { ...rest, text: measureText(response_text), behaviour };
        const next = step(state, input, defaultSettings);
        assertRow(next, rows[at]!, `update ${at + 1}`);
        state = next.state;
      });
    });
  }
});
