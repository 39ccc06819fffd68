import assert from 'node:assert/strict';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { featureNames, scales, type MeasuredCall } from '../../../server/monitor/hooks/features.ts';
import { replay, targets, type EverHealth } from '../../calibration/replay.ts';
import { readSessions, realWork } from '../../calibration/transcripts.ts';
import { callOf, callsOf } from '../monitor/callRun.ts';

const { health } = defaultSettings;

function judge(calls: readonly MeasuredCall[]): EverHealth {
  return replay([{ name: 'made up', calls, turnEnds: new Set() }], health).health.calibrated;
}

suite('replay of recorded sessions', () => {
  test('real work is hardly ever called critical, seldom degraded', () => {
    const sessions = readSessions(realWork);
    assert.equal(sessions.length, 123);
    // Not every harness tells where a turn ends: a check-in less that finds nothing changed.
    const untold = sessions.map((session) => ({ ...session, turnEnds: new Set<number>() }));
    for (const recorded of [sessions, untold]) {
      const { critical, degraded } = replay(recorded, health).health.calibrated;
      assert.ok(critical / recorded.length <= targets.critical, `${critical} critical`);
      assert.ok(degraded / recorded.length <= targets.degraded, `${degraded} degraded`);
    }
  });

  test('a run of failures is healthy at the second, degraded by the fifth, critical by the seventh', () => {
    const [second, fifth, seventh] = [2, 5, 7].map((count) =>
      judge([...callsOf(30), ...callsOf(count, { outcome: 'failed' })]),
    );
    assert.deepEqual(second, { critical: 0, degraded: 0 });
    assert.equal(fifth?.degraded, 1);
    assert.equal(seventh?.critical, 1);
  });

  test('a session that sees the same result again and again is critical by the tenth time', () => {
    const old = { resultDigest: 'old' };
    const calls = [...callsOf(30), callOf(old)];
    assert.deepEqual(judge([...calls, ...callsOf(6, old)]), { critical: 0, degraded: 0 });
    assert.equal(judge([...calls, ...callsOf(10, old)]).critical, 1);
  });

  test('editing and failing tests in turns is healthy work: its coherence settles at 0.87', () => {
    const calls = Array.from({ length: 200 }, (_, at) =>
      at % 2 === 0 ? callOf({ isEdit: true, isCommand: false }) : callOf({ outcome: 'failed' }),
    );
    const session = {
      name: 'made up',
      calls: [...callsOf(30), ...calls],
      turnEnds: new Set<number>(),
    };
    const { health: found, lowestCoherence } = replay([session], health);
    assert.deepEqual(found.calibrated, { critical: 0, degraded: 0 });
    assert.ok(lowestCoherence.least > 0.85 && lowestCoherence.least < 0.87);
    // However wild, coherence alone makes nobody critical: no feature moves by more than 0.2 a call.
    const least = Math.exp(-Math.sqrt((featureNames.length * scales.smoothing ** 2) / 128) / 0.1);
    assert.ok(least > health.coherence.degraded, `coherence ${least}`);
  });

  test('what the user refused is held against nobody', () => {
    const refused = callsOf(50, { outcome: 'rejected' });
    assert.deepEqual(judge([...callsOf(30), ...refused]), { critical: 0, degraded: 0 });
  });
});
