import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeFolder, homeOrUsual, readInvitation } from '../../../client/connection/home.ts';

const usual = homeFolder({});

suite('which folder is the home', () => {
  test('the environment comes first, then the setting, then the folder of the platform', () => {
    assert.equal(homeFolder({ WATCHSTANDER_HOME: '/env' }, '/setting'), '/env');
    assert.equal(homeFolder({ WATCHSTANDER_HOME: '' }, '/setting/.'), '/setting');
    assert.match(usual, /watchstander/i);
  });

  test('~ is the folder of the user, as no shell reads a setting', () => {
    assert.equal(homeFolder({ WATCHSTANDER_HOME: '~/watch' }), join(homedir(), 'watch'));
    assert.equal(homeFolder({}, '~/watch/'), join(homedir(), 'watch'));
    assert.equal(homeFolder({}, '~'), homedir());
  });

  test('a relative one would be another folder for each process: it is refused', () => {
    for (const chosen of ['watch', './watch', '../watch', '~watch', '.']) {
      const refused = { code: 'INVALID_INPUT', message: /^The home ".*" is no absolute path\.$/ };
      assert.throws(() => homeFolder({ WATCHSTANDER_HOME: chosen }, '/setting'), refused);
      assert.throws(() => homeFolder({}, chosen), refused);
    }
  });

  test('who must go on has the usual one then, and why', () => {
    assert.deepEqual(homeOrUsual({}, '/setting'), { home: '/setting', refusal: null });
    const { home, refusal } = homeOrUsual({}, 'watch');
    assert.equal(home, usual);
    assert.match(refusal?.nextStep ?? '', /setting watchstander\.home, or WATCHSTANDER_HOME/);
  });
});

suite('the invitation of a home', () => {
  let folder: string;

  setup(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'ws-invitation-'));
  });

  teardown(() => fs.rmSync(folder, { recursive: true }));

  test('none is published where a file is in the place of a folder', () => {
    fs.writeFileSync(join(folder, 'file'), '');
    assert.equal(readInvitation(join(folder, 'file')), null);
    assert.equal(readInvitation(join(folder, 'file', 'home')), null);
  });

  test('one that cannot be read names the home and what to do', () => {
    fs.mkdirSync(join(folder, 'run/endpoint'), { recursive: true });
    assert.throws(() => readInvitation(folder), {
      code: 'UNAVAILABLE',
      message: `The home ${folder} cannot be read (EISDIR).`,
      nextStep: /^Make it readable, or choose another with the setting watchstander\.home/,
    });
  });
});
