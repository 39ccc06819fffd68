import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { editConfig } from '../../../../client/connect/config/configFile.ts';
import { apply } from '../../../../client/connect/connect.ts';
import { harnesses } from '../../../../client/connect/harnesses.ts';
import { ScratchPlace } from '../scratchPlace.ts';

suite('two writers of one configuration', () => {
  let place: ScratchPlace;
  let path: string;

  setup(() => {
    place = new ScratchPlace();
    path = join(place.userFolder, 'settings.json');
  });
  teardown(() => place.dispose());

  test('what another program writes between our reading and our writing is not lost', async () => {
    fs.writeFileSync(path, '0');
    let turns = 0;
    await editConfig(path, ({ text }) => {
      turns += 1;
      // Both ways in which programs write, in the middle of ours.
      if (turns === 1) fs.writeFileSync(path, '1');
      if (turns === 2) {
        fs.writeFileSync(`${path}.new`, '2');
        fs.renameSync(`${path}.new`, path);
      }
      if (turns === 3) fs.rmSync(path);
      return Promise.resolve(`${String(text)} and ours`);
    });
    assert.equal(fs.readFileSync(path, 'utf8'), 'null and ours');
    assert.equal(turns, 4);
    assert.deepEqual(fs.readdirSync(place.userFolder), ['settings.json']);
  });

  test('somebody who never stops writing is told of, and keeps what they wrote', async () => {
    let written = 0;
    const edit = editConfig(path, () => {
      written += 1;
      fs.writeFileSync(path, String(written));
      return Promise.resolve('ours');
    });
    await assert.rejects(edit, /is being changed by another program/);
    assert.equal(fs.readFileSync(path, 'utf8'), String(written));
  });

  test('windows that connect and disconnect at once leave whole files and nothing behind', async () => {
    const [claude] = harnesses;
    assert.ok(claude);
    const settings = join(place.userFolder, '.claude/settings.json');
    fs.mkdirSync(join(place.userFolder, '.claude'));
    fs.writeFileSync(settings, '{\n  "theirs": 1\n}\n');
    const acts = ['connect', 'disconnect', 'connect', 'disconnect', 'connect', 'connect'] as const;
    const order = { harness: claude, scope: 'user', place } as const;
    await Promise.all(acts.map((act) => apply({ ...order, act })));
    assert.equal((parse(fs.readFileSync(settings, 'utf8')) as { theirs: number }).theirs, 1);
    await apply({ ...order, act: 'disconnect' });
    assert.equal(fs.readFileSync(settings, 'utf8'), '{\n  "theirs": 1\n}\n');
    assert.deepEqual(fs.readdirSync(join(place.userFolder, '.claude')), ['settings.json']);
  });
});
