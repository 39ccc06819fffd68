import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setup, suite, teardown, test } from 'mocha';
import type { Examination } from '../../client/cli/doctor/check.ts';
import type { Status } from '../../shared/protocol.ts';
import type { StoreDamage } from '../../shared/storeReport.ts';
import { TestHome } from '../support/testHome.ts';
import { TestWindow } from '../support/testWindow.ts';
import { until } from '../support/until.ts';

/**
 * A damaged store never stops anybody: what is valid is kept and served, what was found is told, the
 * damaged file is kept aside. One that nothing is left of is refused, in words.
 */
suite('a damaged store', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });
  teardown(() => home.dispose());

  async function checkIn(times: number): Promise<void> {
    const sidecar = home.connect('mcp');
    const text = { code_points: 0, keyword_hits: 0 };
    for (let turn = 0; turn < times; turn += 1) {
      await sidecar.request('watchstander/checkIn', {
        ...{ agent_id: 'a', parameters: [0.5], ethical_drift: [], text, complexity: 0.5 },
      });
    }
    // It would start another one.
    sidecar.dispose();
  }

  const store = (): string => join(home.path, 'store');

  function segments(): string[] {
    return readdirSync(store())
      .filter((name) => name.startsWith('seg-'))
      .sort()
      .map((name) => join(store(), name));
  }

  async function doctor(): Promise<{ code: number; store: Examination }> {
    const { code, stdout } = await home.cli('doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: Examination[] };
    return { code, store: checks.find(({ title }) => title === 'store')! };
  }

  test('doctor verifies beside a living sidecar, and finds nothing', async () => {
    await checkIn(5);
    const { code, store: found } = await doctor();
    assert.deepEqual([code, found.verdict], [0, 'ok'], found.found);
    assert.match(found.found, /^Every record is valid: 1 agents, 5 points/);
  });

  test('flipped bytes: what is before them is served, and everybody is told', async () => {
    await checkIn(6);
    await home.cli('stop');
    const damaged = segments().at(-1)!;
    const bytes = readFileSync(damaged);
    const at = bytes.lastIndexOf('WSF1', bytes.lastIndexOf('WSF1') - 1) + 40;
    bytes[at] = bytes[at]! ^ 0x10;
    writeFileSync(damaged, bytes);
    const before = await doctor();
    assert.deepEqual([before.code, before.store.verdict], [1, 'wrong']);
    assert.match(before.store.found, /seg-\d+: it is damaged at byte \d+/);
    assert.deepEqual(home.processes(), []);

    const sidecar = home.connect();
    const { record } = await sidecar.request('watchstander/agent', { agent_id: 'a' });
    assert.equal(record.version, 5, 'the sixth was damaged');
    const { damage } = ((await home.status()) as Status).store;
    const [{ copy, found, kept }] = damage as readonly [StoreDamage];
    assert.equal(damage.length, 1);
    assert.deepEqual(readFileSync(copy!), bytes);
    assert.match(home.sidecarLog(), /is damaged at byte \d+[^]*a copy is kept in/);
    assert.match((await home.cli('status')).stdout, /^damaged .*cannot be used/m);
    const after = await doctor();
    assert.deepEqual([after.code, after.store.verdict], [0, 'warning'], after.store.found);
    assert(after.store.found.includes(`${found}; ${kept}`));
    assert(after.store.next_step?.includes(copy!));
    await assertWindowIsTold(copy!);
  });

  /** One warning in Problems, at the note beside the copy, and what the tooltip says; no toast. */
  async function assertWindowIsTold(copy: string): Promise<void> {
    const window = await TestWindow.open(home);
    const uri = pathToFileURL(`${copy}.json`).href;
    const [problem] = await until('the problem', () => window.diagnostics.get(uri));
    assert.equal(problem?.severity, 2);
    assert.match(problem.message, /is damaged at byte \d+[^]*remove the copy/);
    window.close();
  }

  test('nothing left to build on: refused with words, nothing is removed', async () => {
    await checkIn(2);
    await home.cli('stop');
    for (const path of segments()) truncateSync(path, 20);
    const before = segments();
    const { code, stderr } = await home.cli('agents');
    assert.equal(code, 1);
    assert.match(stderr, /no segment that begins with a whole snapshot/);
    assert.match(stderr, /Put the files of the store back from a backup/);
    assert.deepEqual(segments().slice(0, before.length), before);
    const { code: verdict, store: found } = await doctor();
    assert.equal(verdict, 1);
    assert.match(found.found, /no segment begins with a whole snapshot/);
  });
});
