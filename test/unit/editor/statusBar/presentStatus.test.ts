import assert from 'node:assert/strict';
import type { Freshness } from '../../../../client/editor/fleet.ts';
import { countGroups } from '../../../../client/editor/agents/presentAgent.ts';
import {
  connectionSentence,
  conditionSentences,
  presentStatus,
  type Connectedness,
  type StatusView,
} from '../../../../client/editor/statusBar/presentStatus.ts';
import type { AgentRow } from '../../../../shared/model.ts';
import { critical, english, row } from '../rows.ts';

const ready: Connectedness = { kind: 'ready' };
const failed: Connectedness = { kind: 'failed', message: 'It broke.', nextStep: 'Mend it.' };
const degraded = row('d', { health_status: 'degraded' });
const mixed = [critical('c'), degraded, { ...degraded, agent_id: 'e' }, row('h')];

function shown(
  connection: Connectedness,
  rows: readonly AgentRow[],
  freshness: Freshness = 'live',
): StatusView {
  return presentStatus({ connection, freshness, counts: countGroups(rows) }, english);
}

suite('the status bar', () => {
  test('says the worst first, and how many', () => {
    assert.equal(shown(ready, mixed).text, '$(pulse) 1 critical, 2 degraded');
    assert.equal(shown(ready, [degraded, row('h')]).text, '$(pulse) 1 degraded');
    assert.equal(shown(ready, [row('g'), row('h')]).text, '$(pulse) 2 healthy');
    assert.equal(
      shown(ready, [row('p', { lifecycle_status: 'paused' })]).text,
      '$(pulse) 1 paused',
    );
    assert.equal(shown(ready, [row('u', { health_status: 'unknown' })]).text, '$(pulse) 1 agent');
    assert.equal(shown(ready, [row('e', { liveness: 'ended' })]).text, '$(pulse) 1 ended');
    assert.equal(shown(ready, []).text, '$(pulse) No agents');
    const archived = row('a', { lifecycle_status: 'archived' });
    assert.equal(shown(ready, [archived]).text, '$(pulse) No agents');
  });

  test('is coloured only when an agent is not well', () => {
    assert.equal(shown(ready, mixed).background, 'error');
    assert.equal(shown(ready, [degraded]).background, 'warning');
    assert.equal(shown(ready, [row('h')]).background, null);
    assert.equal(shown(failed, mixed).background, null);
    assert.equal(shown({ kind: 'stopped' }, mixed, 'stale').background, null);
    assert.equal(shown({ kind: 'connecting' }, [], 'none').background, null);
  });

  test('tells all groups in its tooltip', () => {
    const lines = shown(ready, mixed).tooltip.split('\n');
    assert.deepEqual(lines, ['Watchstander', 'Critical: 1', 'Degraded: 2', 'Healthy: 1']);
    assert.match(shown(ready, []).tooltip, /No agent has reported yet\./u);
  });

  test('spins while it connects, and keeps what was last known', () => {
    assert.equal(shown({ kind: 'connecting' }, [], 'none').text, '$(sync~spin) Watchstander');
    const lost = shown({ kind: 'disconnected' }, mixed);
    assert.equal(lost.text, '$(sync~spin) 1 critical, 2 degraded');
    assert.match(lost.tooltip, /reconnecting[^]*Critical: 1/u);
  });

  test('says that it stopped or failed, and what to do', () => {
    assert.equal(shown({ kind: 'stopped' }, []).text, '$(debug-disconnect) Watchstander stopped');
    assert.equal(shown(failed, []).text, '$(warning) Watchstander failed');
    assert.match(shown(failed, [], 'none').tooltip, /It broke\. Mend it\.$/u);
  });

  test('says that the policy file has a mistake, whatever else is', () => {
    const counts = countGroups(mixed);
    const policyError = 'line 2, column 5: x';
    const subject = { connection: ready, freshness: 'live', counts, policyError } as const;
    const sentence = `The policy file has a mistake and is not in force: ${policyError}`;
    const view = presentStatus(subject, english);
    assert.equal(view.tooltip.split('\n')[1], sentence);
    assert.ok(view.accessibleLabel.endsWith(sentence));
    assert.deepEqual(conditionSentences(subject, english), [sentence]);
    assert.deepEqual(conditionSentences({ ...subject, policyError: undefined }, english), []);
  });

  test('says that nothing is stored, beside the health, as long as the sidecar is there to know', () => {
    const counts = countGroups(mixed);
    const storeError = 'The disk is full. Make room.';
    const subject = { connection: ready, freshness: 'live', counts, storeError } as const;
    const view = presentStatus(subject, english);
    assert.equal(view.text, '$(warning) 1 critical, 2 degraded, read-only');
    assert.equal(view.tooltip.split('\n')[1], storeError);
    assert.ok(view.accessibleLabel.endsWith(storeError));
    const lost = { ...subject, connection: { kind: 'disconnected' } } as const;
    assert.doesNotMatch(presentStatus(lost, english).text, /read-only/u);
  });

  test('names the host of a remote window', () => {
    const counts = countGroups([]);
    const subject = { connection: ready, freshness: 'live', counts, host: 'server-7' } as const;
    assert.equal(presentStatus(subject, english).tooltip.split('\n')[1], 'On server-7');
  });

  test('says who it is to a screen reader', () => {
    assert.equal(shown(ready, mixed).accessibleLabel, 'Watchstander, 1 critical, 2 degraded');
    const connecting = shown({ kind: 'connecting' }, [], 'none');
    assert.equal(connecting.accessibleLabel, 'Watchstander, Connecting to the sidecar…');
    assert.match(shown(failed, []).accessibleLabel, /^Watchstander, .*It broke/u);
  });
});

test('a damaged store is in the tooltip, with the place of the copy', () => {
  const damaged = { file: 'seg-1', timestamp: '', found: 'seg-1 is damaged at byte 9', kept: '' };
  const counts = countGroups([]);
  const told = (copy: string | null): string => {
    const damage = [{ ...damaged, copy }];
    return presentStatus({ connection: ready, freshness: 'live', counts, damage }, english).tooltip;
  };
  assert.match(
    told('/home/q/seg-1-ab'),
    /damaged: seg-1 is damaged at byte 9[^]*\/home\/q\/seg-1-ab/,
  );
  assert.match(told(null), /The store was damaged: seg-1 is damaged at byte 9$/m);
});

suite('the sentence about the connection', () => {
  const sentence = (connection: Connectedness, freshness: Freshness): string | null =>
    connectionSentence({ connection, freshness, counts: countGroups([]) }, english);

  test('is not needed while what is shown is so', () => {
    assert.equal(sentence(ready, 'live'), null);
  });

  test('says of what is shown that it may be out of date', () => {
    for (const kind of ['connecting', 'disconnected', 'stopped'] as const) {
      assert.match(sentence({ kind }, 'stale') ?? '', /last known/u);
    }
  });

  test('does not speak of agents that were never seen', () => {
    assert.equal(sentence({ kind: 'connecting' }, 'none'), 'Connecting to the sidecar…');
    assert.equal(sentence({ kind: 'disconnected' }, 'none'), 'The sidecar was lost; reconnecting.');
    assert.equal(sentence({ kind: 'stopped' }, 'none'), 'The sidecar was stopped.');
    assert.equal(sentence(ready, 'none'), 'Asking the sidecar for the agents…');
    assert.equal(sentence(failed, 'none'), 'It broke. Mend it.');
  });
});
