import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { doors } from './doors.ts';

/** The code checks its own shape: rooms, walls, sizes, names and what must not be written down. */

const root = join(import.meta.dirname, '..');
const tracked = listFiles();
const sources = tracked.filter((path) => /^(shared|server|client)\/.*\.ts$/.test(path));

suite('tidy', () => {
  test('every source file belongs to a room with a door', () => {
    assert.deepEqual(
      sources.filter((path) => roomOf(path) === null),
      [],
    );
  });

  test('no room imports what its door does not open', () => {
    const trespasses = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => !isOpen(path, target))
        .map((target) => `${path} imports ${target}`),
    );
    assert.deepEqual(trespasses, []);
  });

  test('only client/editor imports vscode, and there not its pure parts', () => {
    const pure = [
      'fleet',
      'alertBook',
      'screen/scene',
      'screen/plain',
      'agents/arrangement',
      'agents/attention',
      'agents/grouping',
      'agents/presentAgent',
      'agents/presentDetails',
      'agents/presentLayout',
      'alerts/presentAlerts',
      'processes/presentProcesses',
      'statusBar/presentStatus',
      'statusBar/tooltipMarkdown',
      'screen/inertRow',
      'screen/drawnRows',
      'screen/pressedRow',
      'screen/rowOffers',
    ].map((name) => `client/editor/${name}.ts`);
    const offenders = sources
      .filter((path) => /from 'vscode(-languageclient[^']*)?'/.test(read(path)))
      .filter((path) => !path.startsWith('client/editor/') || pure.includes(path));
    assert.deepEqual(offenders, []);
  });

  test('imports make no circles', () => {
    assert.equal(findCircle()?.join(' -> ') ?? 'none', 'none');
  });

  test('files are at most 300 lines', () => {
    const long = tracked
      .filter((path) => /\.(ts|mjs)$/.test(path))
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    assert.deepEqual(long, []);
  });

  test('files are named for what they hold', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|.*[mM]anager)(\.|\/)/;
    assert.deepEqual(
      tracked.filter((path) => vague.test(path)),
      [],
    );
  });

  test('nothing is left over or bound to one machine', () => {
    const marks = [
      'TO' + 'DO',
      'FIX' + 'ME',
      'X' + 'XX',
      'debug' + 'ger;',
      '.on' + 'ly(',
      '.sk' + 'ip(',
    ];
    const places = ['/ro' + 'ot/', '/wo' + 'rk/', 'registry.' + 'npmjs', 'loc' + 'alhost:48'];
    const found = tracked
      .filter((path) => !/\.(png|gz|json)$/.test(path) || path === 'package.json')
      .flatMap((path) => {
        const text = read(path);
        return [...marks, ...places]
          .filter((mark) => text.includes(mark))
          .map((m) => `${path}: ${m}`);
      });
    assert.deepEqual(found, []);
  });
});

suite('tidy: what is written down', () => {
  test('documents link to files that are there', () => {
    const broken = tracked
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...read(path).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)]
          .map(([, target]) => normalize(join(dirname(path), target ?? '')))
          .filter((target) => !existsSync(join(root, target)))
          .map((target) => `${path}: ${target}`),
      );
    assert.deepEqual(broken, []);
  });

  for (const [section, page] of [
    ['Reliability', 'RELIABILITY.md'],
    ['Performance', 'PERFORMANCE.md'],
  ] as const) {
    test(`figures below “${section}” in README are those of the last published run`, () => {
      const published = new Set(figuresIn(read(page)));
      const [, told = ''] = read('README.md').split(`\n## ${section}\n`);
      const figures = figuresIn(told.split('\n## ')[0] ?? '');
      assert.ok(figures.length > 5, 'the section should have figures');
      const foreign = figures.filter((figure) => !published.has(figure));
      assert.deepEqual(foreign, [], `not in ${page}`);
    });
  }

  test('the lock file names versions, not hosts', () => {
    assert.equal(read('package-lock.json').includes('"resolved"'), false);
  });

  test('ARCHITECTURE.md has the protocol as it is', () => {
    const protocol = read('shared/protocol.ts');
    const architecture = read('ARCHITECTURE.md');
    const digest = createHash('sha256').update(protocol).digest('hex').slice(0, 12);
    const names = [...protocol.matchAll(/^ {2}'(watchstander\/\w+)'/gm)].map(
      ([, name]) => name ?? '',
    );
    assert.ok(names.length > 8, 'the protocol file should name its messages');
    const missing = names.filter((name) => !architecture.includes(`\`${name}\``));
    assert.deepEqual(missing, []);
    assert.ok(
      architecture.includes(`shared/protocol.ts ${digest}`),
      `Update the protocol table in ARCHITECTURE.md, then its mark: shared/protocol.ts ${digest}`,
    );
  });
});

function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return output.split('\n').filter((path) => path !== '' && !path.startsWith('test/fixtures/'));
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Without the commas of thousands, which not every page has. */
function figuresIn(text: string): string[] {
  return [...text.replace(/(?<=\d),(?=\d{3})/g, '').matchAll(/\d+(?:\.\d+)?/g)].map(
    ([figure]) => figure,
  );
}

function roomOf(path: string): string | null {
  const folder = dirname(path);
  const rooms = Object.keys(doors).filter(
    (room) => folder === room || folder.startsWith(`${room}/`),
  );
  return rooms.sort((a, b) => b.length - a.length)[0] ?? null;
}

function importsOf(path: string): string[] {
  return [...read(path).matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map(([, target]) =>
    normalize(join(dirname(path), target ?? '')),
  );
}

function isOpen(path: string, target: string): boolean {
  const room = roomOf(path) ?? '';
  const own = roomOf(target) === room;
  const open = doors[room] ?? [];
  return own || open.some((door) => target === door || target.startsWith(`${door}/`));
}

function findCircle(): string[] | null {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const target of runtimeImportsOf(path)) {
      const circle = visit(target, [...trail, path]);
      if (circle !== null) return circle;
    }
    done.add(path);
    return null;
  };
  for (const path of sources) {
    const circle = visit(path, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** Types vanish at run time: only what is really loaded can make a circle. */
function runtimeImportsOf(path: string): string[] {
  const text = read(path).replace(/import type [^;]+;/g, '');
  return [...text.matchAll(/from '(\.[^']+\.ts)'/g)].map(([, target]) =>
    normalize(join(dirname(path), target ?? '')),
  );
}
