import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { diagnosticsOf } from '../../../server/language/agentDiagnostics.ts';
import { renderAgent } from '../../../server/language/agentDocument.ts';
import { AgentDocuments } from '../../../server/language/agentDocuments.ts';
import type { AgentRecord } from '../../../shared/model.ts';
import { drifting, recordAfter } from '../../support/records.ts';

const ill = recordAfter(Array(6).fill(drifting));
const jumping = recordAfter(
  Array.from({ length: 12 }, (_, at) => ({ parameters: Array<number>(128).fill(at % 2) })),
);
const documentsOf = (record: AgentRecord, alertId: string | null = null): AgentDocuments =>
  new AgentDocuments({
    agent: (id) => (id === record.agent_id ? record : null),
    judging: () => defaultSettings,
    unattendedAlert: () => alertId,
  });

function problemsOf(record: AgentRecord): Diagnostic[] {
  return diagnosticsOf(record, defaultSettings.health);
}

/** Markup is for clients that ask for it. */
function textOf(problem: Diagnostic | undefined): string {
  return typeof problem?.message === 'string' ? problem.message : '';
}

function lineOf(record: AgentRecord, start: string): number {
  const line = renderAgent(record)
    .split('\n')
    .findIndex((text) => text.startsWith(start));
  assert.notEqual(line, -1, start);
  return line;
}

function hoverAt(record: AgentRecord, start: string): string {
  const position = { line: lineOf(record, start), character: 3 };
  const hover = documentsOf(record).hover('watchstander:/agents/a', position);
  return (hover?.contents as { value: string } | undefined)?.value ?? '';
}

suite('problems of an agent', () => {
  test('a healthy agent has none', () => assert.deepEqual(problemsOf(recordAfter([{}])), []));

  test('each is at the line of its metric, with a code and a link', () => {
    const [problem, ...others] = problemsOf(ill);
    assert.ok(problem !== undefined && others.length === 0);
    const line = renderAgent(ill).split('\n')[problem.range.start.line] ?? '';
    assert.equal(problem.code, 'risk');
    assert.ok(line.startsWith('  risk '), line);
    assert.equal(problem.range.end.character, line.length);
    assert.match(textOf(problem), /^a is critical: risk \d\.\d+ reached 0\.30 /);
    assert.equal(problem.severity, 1);
    assert.equal(problem.source, 'watchstander');
    assert.match(problem.codeDescription?.href ?? '', /^command:watchstander\.openDashboard\?/);
  });

  test('one for each signal, each as bad as it is', () => {
    const problems = problemsOf(jumping);
    assert.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [
        ['risk', 2],
        ['coherence', 1],
      ],
    );
    assert.match(textOf(problems[1]), /^a is critical: coherence .* is under 0\.60$/);
  });

  test('nobody is bothered about an agent that is paused, archived or was reset', () => {
    for (const lifecycle of ['paused', 'archived', 'deleted'] as const) {
      assert.deepEqual(problemsOf({ ...ill, lifecycle }), []);
    }
    assert.deepEqual(problemsOf({ ...ill, verdict: null }), []);
  });
});

suite('what a page explains', () => {
  test('each metric: meaning, formula, today and the limits', () => {
    const risk = hoverAt(ill, '  risk ');
    assert.match(risk, /^\*\*Risk\*\*/);
    assert.match(risk, /`parameter_change \+ keywords \+ drift \+ behaviour \+ exposure`/);
    assert.match(
      risk,
      /Now \d\.\d{3}, judged \d\.\d{3}\. Healthy under 0\.15, degraded under 0\.30,/,
    );
    assert.match(hoverAt(ill, '  coherence '), /Now 1\.000, judged 1\.000\. Healthy from 0\.85/);
    assert.match(hoverAt(ill, '  void '), /Now -?\d\.\d{3}; threshold \d\.\d{3}/);
    assert.match(hoverAt(ill, '  drift '), /Now 0\.500, \d+ % of the risk\./);
  });

  test('every line with a figure, and the headings; nothing on the others', () => {
    const lines = renderAgent(ill).split('\n');
    const explained = lines.filter((_, line) =>
      documentsOf(ill).hover('watchstander:/agents/a', { line, character: 0 }),
    );
    const figures = lines.filter((line) => /^ {2}\S+ .*\d\.\d{3}/.test(line));
    const isHeading = (line: string): boolean => /^(Health|Decision|Lifecycle) /.test(line);
    assert.deepEqual(
      explained.filter((line) => !isHeading(line)),
      figures,
    );
    assert.equal(explained.filter(isHeading).length, 3);
  });

  test('nothing about an agent that is not there, or another document', () => {
    const at = { line: 1, character: 0 };
    assert.equal(documentsOf(ill).hover('watchstander:/agents/b', at), null);
    assert.equal(documentsOf(ill).hover('file:///agents/a', at), null);
  });
});

suite('what can be done from a page', () => {
  const actsAt = (record: AgentRecord, start: string, alertId: string | null) => {
    const line = lineOf(record, start);
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    return documentsOf(record, alertId).fix('watchstander:/agents/a', range);
  };

  test('at a problem: pause, acknowledge, history, the key of the policy', () => {
    const acts = actsAt(ill, '  risk ', '1-7');
    assert.deepEqual(
      acts.map(({ command }) => [command?.command, ...((command?.arguments ?? []) as unknown[])]),
      [
        ['watchstander.pauseAgent', 'a'],
        ['watchstander.acknowledgeAlert', '1-7'],
        ['watchstander.openDashboard', 'a'],
        ['watchstander.openPolicy', 'health.risk'],
      ],
    );
    assert.ok(acts.every(({ diagnostics }) => diagnostics?.[0]?.code === 'risk'));
  });

  test('elsewhere the same without the policy, and resume for who is paused', () => {
    const acts = actsAt({ ...ill, lifecycle: 'paused' }, 'Agent', null);
    assert.deepEqual(
      acts.map(({ command, diagnostics }) => [command?.command, diagnostics]),
      [
        ['watchstander.resumeAgent', undefined],
        ['watchstander.openDashboard', undefined],
      ],
    );
  });
});
