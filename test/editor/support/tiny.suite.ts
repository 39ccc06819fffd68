import assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('tiny, seen from its extension host', () => {
  test('is active', async () => {
    const extension = vscode.extensions.getExtension('fixture.tiny');
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  test('has its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('tiny.greet'));
  });

  test('lives in the home it was given', () => {
    assert.match(process.env['WATCHSTANDER_HOME'] ?? '', /watchstander$/u);
  });
});
