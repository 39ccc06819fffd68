import assert from 'node:assert/strict';
import { appServer } from '../../../client/connect/codexTrust.ts';

suite('the command line that asks Codex', () => {
  test('goes through the shell on Windows alone, and a blank in the path does not end it there', () => {
    const program = String.raw`C:\Program Files\nodejs\codex.cmd`;
    assert.deepEqual(appServer(program, 'win32'), {
      command: String.raw`"C:\Program Files\nodejs\codex.cmd" app-server`,
      args: [],
      shell: true,
    });
    assert.deepEqual(appServer('/opt/my codex', 'linux'), {
      command: '/opt/my codex',
      args: ['app-server'],
      shell: false,
    });
  });
});
