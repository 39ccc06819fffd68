import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { isProcessThere } from '../../../client/connection/processState.ts';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import { until } from '../../support/until.ts';
import { calm, connectAgent, groupOf, problems, shownWindow, sidecarPid } from './onStage.ts';

suite('the demo in a window', () => {
  let shown: Shown;
  let agent: SidecarConnection;
  let pid = 0;
  let home = '';

  suiteSetup(async () => {
    shown = await shownWindow();
    agent = connectAgent();
    await calm(agent, 'real');
    await until('the row', async () => (await groupOf(shown, 'real')) === 'Healthy');
  });

  suiteTeardown(() => agent.dispose());

  test('shows agents of a script, marked, and none that is real', async () => {
    const realPid = sidecarPid(shown);
    await vscode.commands.executeCommand('watchstander.startDemo');
    await until('it is critical', async () => {
      return (await groupOf(shown, 'demo/chaotic-migration')) === 'Critical';
    });
    await until('the mark', () => /^\$\(pulse\) Demo: \d critical/u.test(shown.statusText()));
    assert.equal(await groupOf(shown, 'real'), undefined);
    pid = sidecarPid(shown);
    assert.ok(pid !== 0 && pid !== realPid);
    await until('its problems, and no other', () => {
      const found = problems();
      return found.length > 0 && found.every((problem) => problem.startsWith('/agents/demo/'));
    });
  });

  test('has a home of its own, which models are kept from', async () => {
    await vscode.commands.executeCommand('watchstander.showStatus');
    home = await until('the status page is of another home', () => {
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      const shownHome = /"home": "([^"]+)"/u.exec(text)?.[1] ?? '';
      return path.basename(path.dirname(shownHome)) === 'demo' && shownHome;
    });
    const { content } = await vscode.lm.invokeTool('watchstander_list_agents', {
      input: {},
      toolInvocationToken: undefined,
    });
    const [part] = content as vscode.LanguageModelTextPart[];
    assert.match(part?.value ?? '', /"code":"UNAVAILABLE".*This window shows demo agents/u);
  });

  test('asked for again changes nothing', async () => {
    await vscode.commands.executeCommand('watchstander.startDemo');
    assert.equal(sidecarPid(shown), pid);
  });

  test('ends in one click: nothing of it stays, and what is real is back', async () => {
    await vscode.commands.executeCommand('watchstander.endDemo');
    assert.ok(!isProcessThere(pid));
    assert.deepEqual(readdirSync(path.dirname(home)), []);
    await until('the row', async () => (await groupOf(shown, 'real')) === 'Healthy');
    assert.equal(await groupOf(shown, 'demo/chaotic-migration'), undefined);
    await until('no mark', () => !shown.statusText().includes('Demo'));
    await until('none of its problems', () =>
      problems().every((problem) => !problem.startsWith('/agents/demo/')),
    );
  });
});
