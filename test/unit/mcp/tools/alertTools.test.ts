import assert from 'node:assert/strict';
import { alertTools } from '../../../../client/mcp/tools/alertTools.ts';
import type { ToolContext } from '../../../../client/mcp/tools/tool.ts';
import type { Alert } from '../../../../shared/alerts.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { WatchstanderError } from '../../../../shared/errors.ts';
import { anAlert, when } from '../samples.ts';

type Params = Readonly<Record<string, unknown>>;

/** Calls a tool; says what it asked the sidecar, and the result. */
async function call(
  name: string,
  given: Params,
  answers: readonly unknown[],
): Promise<{ asked: unknown[]; result: Params }> {
  const tool = alertTools.find((each) => each.name === name)!;
  const asked: unknown[] = [];
  const context: ToolContext = {
    sidecar: {
      request: (_method, params) => {
        asked.push(params);
        return Promise.resolve(answers[asked.length - 1] as never);
      },
    },
    clock: systemClock,
    home: '/nowhere',
  };
  return { asked, result: await tool.run(given, context) };
}

suite('mcp/alertTools', () => {
  test('only open alerts unless asked otherwise; pages are joined', async () => {
    const pages = [
      { revision: 1, alerts: [anAlert()], false_alarms: {}, next_cursor: '3-1' },
      { revision: 1, alerts: [anAlert({ id: '2-9' })], false_alarms: {} },
    ];
    const { asked, result } = await call('get_alerts', {}, pages);
    assert.deepEqual(asked, [{ open_only: true }, { open_only: true, cursor: '3-1' }]);
    assert.deepEqual(
      (result['alerts'] as Alert[]).map(({ id }) => id),
      ['3-1', '2-9'],
    );
    const one = { agent_id: 'a', open_only: false };
    assert.deepEqual((await call('get_alerts', one, pages.slice(1))).asked, [one]);
  });

  test('notes are cut shorter for other models', async () => {
    const acknowledged = { at: when, by: 'person' as const, note: 'n'.repeat(500) };
    const answer = { alert: anAlert({ acknowledged }) };
    const { result } = await call('acknowledge_alert', { alert_id: '3-1' }, [answer]);
    assert.equal((result['alert'] as Alert).acknowledged?.note?.length, 200);
  });

  test('an acknowledgement travels with its note; a false alarm as what it is', async () => {
    const answer = { alert: anAlert() };
    const plain = await call('acknowledge_alert', { alert_id: '3-1', note: 'seen' }, [answer]);
    assert.deepEqual(plain.asked, [{ alert_id: '3-1', act: 'acknowledge', note: 'seen' }]);
    const given = { alert_id: '3-1', false_alarm: true };
    const { asked } = await call('acknowledge_alert', given, [answer]);
    assert.deepEqual(asked, [{ alert_id: '3-1', act: 'false_alarm' }]);
  });

  test('what is of the wrong type is refused', async () => {
    for (const [name, given] of [
      ['get_alerts', { open_only: 'yes' }],
      ['get_alerts', { agent_id: 7 }],
      ['acknowledge_alert', {}],
      ['acknowledge_alert', { alert_id: '3-1', false_alarm: 'no' }],
    ] as const) {
      await assert.rejects(call(name, given, []), (error) => {
        assert.ok(error instanceof WatchstanderError);
        return error.code === 'INVALID_INPUT';
      });
    }
  });
});
