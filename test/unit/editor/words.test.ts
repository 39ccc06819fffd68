import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectWords } from '../../../words.mjs';

const root = join(import.meta.dirname, '../../..');

function read(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

interface Manifest {
  icon: string;
  contributes: {
    commands: { command: string; title: string; category: string; icon?: string }[];
    menus: Record<string, { command: string }[]>;
    walkthroughs: { steps: { media: { svg: string } }[] }[];
  } & Record<string, unknown>;
}

suite('the words of the extension', () => {
  const { contributes, icon } = JSON.parse(read('package.json')) as Manifest;
  const words = JSON.parse(read('package.nls.json')) as Record<string, string>;

  test('every text that a person reads can be translated', () => {
    const { texts, faults } = collectWords(root);
    assert.deepEqual(faults, []);
    assert.ok(texts.includes('The agent is told the reason.') && texts.length > 150);
  });

  test('the manifest names each of its words, and no other', () => {
    const named = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(named)].sort(), Object.keys(words).sort());
  });

  test('nothing of the manifest that a person reads is written there', () => {
    const bare = [...JSON.stringify(contributes).matchAll(/"(title|name|contents)":"([^%"]+)"/g)];
    const ours = bare.map(([, , text]) => text ?? '').filter((text) => /[A-Z]/.test(text));
    assert.deepEqual(new Set(ours), new Set(['Watchstander']));
  });

  test('every command has a title and our category, and an icon only of VS Code', () => {
    for (const { command, title, category, icon: sign } of contributes.commands) {
      assert.ok(words[title.slice(1, -1)], command);
      assert.equal(category, 'Watchstander');
      assert.match(sign ?? '$(none)', /^\$\([\w-]+\)$/, command);
    }
  });

  test('menus, links and pictures lead somewhere', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const asked = Object.values(contributes.menus).flatMap((items) =>
      items.map(({ command }) => command),
    );
    const links = [...read('package.nls.json').matchAll(/command:(watchstander\.\w+)\)/g)];
    for (const command of [...asked, ...links.map(([, id]) => id ?? '')]) {
      assert.ok(known.has(command), command);
    }
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    for (const { media } of steps) assert.ok(existsSync(join(root, media.svg)), media.svg);
    const png = readFileSync(join(root, icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
  });
});
