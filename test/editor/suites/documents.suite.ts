import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import { until } from '../../support/until.ts';
import { accepted, drift, groupOf, meetCritical } from './onStage.ts';

const id = 'page [x](command:y) # 100 %';
const uri = vscode.Uri.parse(`watchstander:/agents/${encodeURIComponent(id)}`);

/** The problem of the agent, which has one. */
async function problem(): Promise<vscode.Diagnostic> {
  return until('its problem', () => {
    const [first, ...others] = vscode.languages.getDiagnostics(uri);
    return others.length === 0 && first;
  });
}

async function actions(): Promise<vscode.CodeAction[]> {
  const { range } = await problem();
  await vscode.workspace.openTextDocument(uri);
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range);
}

/** As a click on it does. */
async function execute(title: string): Promise<unknown> {
  const action = (await actions()).find((each) => each.title === title);
  assert.ok(action?.command, title);
  const { command, arguments: given } = action.command;
  return vscode.commands.executeCommand(command, ...((given ?? []) as unknown[]));
}

suite('the page of an agent', () => {
  let shown: Shown;
  let agent: SidecarConnection;

  suiteSetup(async () => {
    ({ shown, agent } = await meetCritical(id));
  });

  suiteTeardown(() => agent.dispose());

  test('its problem has a code, the line of the metric, and a link to the dashboard', async () => {
    const { code, range, severity } = await problem();
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'risk');
    assert.equal(code.target.path, 'watchstander.openDashboard');
    assert.deepEqual(JSON.parse(code.target.query), [id]);
    assert.equal(severity, vscode.DiagnosticSeverity.Error);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(range), /^ {2}risk {2}.*\d\.\d{3}/u);
    assert.ok(range.isEqual(document.lineAt(range.start.line).range));
  });

  test('more of the same is not more problems', async () => {
    const { version } = await drift(agent, id);
    for (let more = 0; more < 20; more += 1) await drift(agent, id);
    const document = await vscode.workspace.openTextDocument(uri);
    await until('the newest', () => document.getText().includes(`version ${version + 20})`));
    assert.equal(vscode.languages.getDiagnostics(uri).length, 1);
  });

  test('a hover says formula, meaning and today’s value, and nothing that the agent wrote', async () => {
    const { range } = await problem();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      range.start,
    );
    const contents = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]);
    const text = contents.map(({ value }) => value).join('\n');
    assert.match(text, /\*\*Risk\*\*/u);
    assert.match(text, /`parameter_change \+ keywords \+ drift \+ behaviour \+ exposure`/u);
    assert.match(text, /Now \d\.\d{3}, judged \d\.\d{3}\. Healthy under 0\.15/u);
    assert.ok(!text.includes('command:') && contents.every(({ isTrusted }) => isTrusted !== true));
  });

  test('what can be done is offered', async () => {
    await until('the alert is open', async () =>
      (await actions()).some(({ title }) => title === 'Acknowledge its alert'),
    );
    assert.deepEqual(
      (await actions()).map(({ title }) => title),
      [
        'Pause this agent…',
        'Acknowledge its alert',
        'Show its history',
        'Open the policy at health.risk',
      ],
    );
  });

  test('acknowledge: done, and offered no more', async () => {
    await execute('Acknowledge its alert');
    const { alerts } = await agent.request('watchstander/alerts', { agent_id: id });
    assert.equal(alerts[0]?.acknowledged?.by, 'person');
    assert.ok((await actions()).every(({ title }) => title !== 'Acknowledge its alert'));
  });

  test('open the policy: at the line of what judged it', async () => {
    await execute('Open the policy at health.risk');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.ok(editor.document.uri.path.endsWith('/policy.json'));
    const line = editor.document.lineAt(editor.selection.active.line);
    assert.equal(line.text.trim(), '"risk": {');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('pause: with a reason, and the problem goes', async () => {
    const asked = execute('Pause this agent…');
    await accepted(async () => (await groupOf(shown, id)) === 'Paused');
    await asked;
    await until('no problem', () => vscode.languages.getDiagnostics(uri).length === 0);
    await assert.rejects(drift(agent, id), { code: 'PAUSED' });
  });
});
