import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { homeFolder } from '../../../client/connection/home.ts';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import { policyTemplate } from '../../../shared/policy/template.ts';
import { until } from '../../support/until.ts';
import { connectAgent, shownWindow, sidecarPid } from './onStage.ts';

const file = path.join(homeFolder(process.env), 'policy.json');
const uri = vscode.Uri.file(file);

function problems(): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri);
}

/** Code, text in the editor and message of each problem, when there are so many. */
async function settled(count: number): Promise<(readonly [unknown, string])[]> {
  await until(`${count} problems`, () => problems().length === count);
  const document = await vscode.workspace.openTextDocument(uri);
  return problems().map(({ code, range }) => [code, document.getText(range)]);
}

/** Types: nothing is saved. */
async function replaceText(text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return document;
}

/** The place of a mark `|`, and the text without it in the editor. */
async function typed(marked: string): Promise<vscode.Position> {
  const document = await replaceText(marked.replace('|', ''));
  return document.positionAt(marked.indexOf('|'));
}

async function hovers(position: vscode.Position): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  const contents = found.flatMap((hover) => hover.contents as vscode.MarkdownString[]);
  return contents.map(({ value }) => value);
}

async function completions(marked: string): Promise<vscode.CompletionItem[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    await typed(marked),
  );
  return items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
}

let shown: Shown;
let sidecar: SidecarConnection;

async function begin(): Promise<void> {
  shown = await shownWindow();
  sidecar = connectAgent();
  await until('the window is connected', () => shown.state().kind === 'ready');
}

suite('the policy file in an editor: mistakes', () => {
  suiteSetup(begin);
  suiteTeardown(() => sidecar.dispose());

  test('a mistake on disk is a problem although nobody opened the file', async () => {
    writeFileSync(file, '{ "helth": {} }');
    await until('the problem', () => problems().length === 1);
    const [problem] = problems();
    assert.equal(problem?.code, 'unknown-key');
    assert.deepEqual(problem.range, new vscode.Range(0, 2, 0, 9));
    assert.equal(
      vscode.workspace.textDocuments.some((one) => one.uri.path === uri.path),
      false,
    );
    rmSync(file);
    await until('no problem', () => problems().length === 0);
  });

  test('Open Policy makes a commented file where none is, and shows it', async () => {
    await vscode.commands.executeCommand('watchstander.openPolicy');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), uri.toString());
    assert.equal(document.getText(), policyTemplate());
    await until('its language', () =>
      vscode.workspace.textDocuments.some((one) => one.languageId === 'watchstander-policy'),
    );
    assert.deepEqual(problems(), []);
    await until('it is in force', async () => {
      return (await sidecar.request('watchstander/thresholds', {})).source === 'file';
    });
  });

  test('what is typed is judged at once, each mistake at its place with its code', async () => {
    await replaceText(
      '{\n  "health": { "risk": { "healthy": 0.4 }, "smoothing": 3 },\n  "liveness": { "silent_aftr": "5m" }\n}',
    );
    assert.deepEqual(await settled(3), [
      ['out-of-order', '0.4'],
      ['out-of-range', '3'],
      ['unknown-key', '"silent_aftr"'],
    ]);
    for (const { source, severity } of problems()) {
      assert.deepEqual([source, severity], ['watchstander', vscode.DiagnosticSeverity.Error]);
    }
    assert.match(problems()[2]?.message ?? '', /Did you mean "silent_after"\?$/u);
  });

  test('a quick fix puts in what was meant', async () => {
    const range = problems()[2]?.range ?? assert.fail('there is a third problem');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Change to "silent_after"');
    assert.ok(fix?.edit !== undefined && fix.isPreferred === true);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.deepEqual(
      (await settled(2)).map(([code]) => code),
      ['out-of-order', 'out-of-range'],
    );
  });

  test('a syntax error is said in words', async () => {
    await replaceText('{ "hooks": { "fail_closed": } }');
    assert.deepEqual(await settled(1), [['syntax', '}']]);
    assert.equal(problems()[0]?.message, 'A value is expected here.');
  });

  test('one wrong value is one problem, whoever knows the schema', async () => {
    await replaceText('{ "health": { "risk": { "healthy": 15 } } }');
    await until('it is judged', () => problems()[0]?.code === 'out-of-range');
    assert.deepEqual(await settled(1), [['out-of-range', '15']]);
    // Where somebody wants JSON, VS Code's own service judges by the schema, beside ours.
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, 'jsonc');
    await until('VS Code judges it too', () => problems().length === 2);
    assert.equal(document.languageId, 'jsonc', 'what somebody chose stays');
    await vscode.languages.setTextDocumentLanguage(document, 'watchstander-policy');
    assert.deepEqual(await settled(1), [['out-of-range', '15']]);
  });

  test('hover says meaning, range, unit and default', async () => {
    const position = await typed('{ "health": { "smoo|thing": 0.2 } }');
    const [said, more] = await hovers(position);
    assert.match(said ?? '', /^\*\*health\.smoothing\*\*\n\nHow fast health follows/u);
    assert.match(
      said ?? '',
      /A number from 0\.01 to 1 \(weight of the newest update\); default 0\.3\.$/u,
    );
    assert.equal(more, undefined, 'nothing is said twice');
  });

  test('completion offers the keys of the section with their values, and choices', async () => {
    const keys = await completions('{ "health": { "void": "critical", | } }');
    assert.deepEqual(
      keys.map(({ label }) => label),
      ['risk', 'coherence', 'smoothing'],
    );
    const inserted = keys[2]?.insertText;
    assert.ok(inserted instanceof vscode.SnippetString);
    assert.equal(inserted.value, '"smoothing": ${1:0.3}');
    const choices = await completions('{ "governance": { "profile": | } }');
    assert.deepEqual(
      choices.map(({ label }) => label),
      ['"calibrated"', '"reference"'],
    );
  });

  test('it can be formatted', async () => {
    await replaceText('{"hooks":{"fail_closed":true}}');
    await vscode.commands.executeCommand('editor.action.formatDocument');
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    assert.equal(text.split(eol).length, 5);
  });
});

suite('the policy file in an editor: what is sent and saved', () => {
  suiteSetup(begin);
  suiteTeardown(() => sidecar.dispose());

  test('what is saved is in force', async () => {
    const document = await replaceText('{ "health": { "smoothing": 0.9 } }');
    assert.equal((await sidecar.request('watchstander/thresholds', {})).health.smoothing, 0.3);
    assert.ok(await document.save());
    await until('it is in force', async () => {
      return (await sidecar.request('watchstander/thresholds', {})).health.smoothing === 0.9;
    });
  });

  test('a text of megabytes is not sent: the session stays, and the problems are those on disk', async () => {
    const before = await sidecar.request('watchstander/status', {});
    await replaceText('{ "zebra": 1 }');
    assert.equal((await settled(1)).length, 1);
    const document = await replaceText(`{ "zebra": "${'x'.repeat(2_000_000)}" }`);
    await until('the problems on disk, none', () => problems().length === 0);
    assert.deepEqual(await hovers(new vscode.Position(0, 4)), []);
    const after = await sidecar.request('watchstander/status', {});
    const windows = (of: typeof after): number[] =>
      of.sessions.filter(({ kind }) => kind === 'window').map(({ id }) => id);
    assert.deepEqual(windows(after), windows(before));
    await replaceText('{ "zebra": 1 }');
    assert.equal((await settled(1)).length, 1);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('no problem', () => problems().length === 0);
  });

  test('a successor of the sidecar knows the text of the window', async () => {
    await replaceText('{ "zebra": 1, "lion": 2 }');
    await settled(2);
    const before = sidecarPid(shown);
    process.kill(before, 'SIGKILL');
    await until('a successor', () => sidecarPid(shown) !== 0 && sidecarPid(shown) !== before);
    await replaceText('{ "zebra": 1 }');
    assert.deepEqual(await settled(1), [['unknown-key', '"zebra"']]);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('no problem', () => problems().length === 0);
  });
});
