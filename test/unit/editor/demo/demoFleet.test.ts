import assert from 'node:assert/strict';
import { defaultSettings } from '../../../../server/governance/settings.ts';
import { initialState } from '../../../../server/governance/state.ts';
import { step } from '../../../../server/governance/step.ts';
import { admitCheckIn } from '../../../../shared/admission.ts';
import type { Health } from '../../../../shared/model.ts';
import { fleet, type Member } from '../../../../client/editor/demo/demoFleet.ts';

/** The healths of a member's reports, judged as the sidecar judges them. */
function healthsOf(member: Member, count: number): Health[] {
  let state = initialState();
  const reports = member.reports();
  return Array.from({ length: count }, () => {
    const report = reports.next().value;
    const { checkIn, warnings } = admitCheckIn({ agent_id: member.id, ...report });
    assert.deepEqual(warnings, []);
    const next = step(state, checkIn, defaultSettings);
    state = next.state;
    return next.verdict.health;
  });
}

suite('the demonstration fleet', () => {
  for (const member of fleet) {
    test(`${member.id} becomes ${member.becomes} and stays so for 1,000 reports`, () => {
      const healths = healthsOf(member, member.settledAfter + 1_000);
      assert.deepEqual(new Set(healths.slice(member.settledAfter - 1)), new Set([member.becomes]));
    });
  }

  test('the recovering one was critical', () => {
    const recovering = fleet.find(({ id }) => id.startsWith('demo/recovering'));
    assert.ok(recovering);
    assert.ok(healthsOf(recovering, recovering.past).includes('critical'));
  });

  test('the same seed gives the same reports', () => {
    for (const { reports } of fleet) assert.deepEqual(reports().next(), reports().next());
  });
});
