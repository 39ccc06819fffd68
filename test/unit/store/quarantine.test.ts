import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { systemClock } from '../../../shared/clock.ts';
import { checkStore } from '../../../server/store/check/checkStore.ts';
import { allRules } from '../../../server/store/ground.ts';
import { refusal } from './contract.ts';
import { sampleCheckIn } from './samples.ts';
import {
  bytesOf,
  folder,
  namesIn,
  openSimulated,
  setBytes,
  simulatedHome,
  type SimulatedHome,
} from './simulatedStore.ts';

const segment = 'seg-0000000001';
const quarantine = `${folder}/quarantine`;

/** A store of two check-ins, `damage` done to its newest segment. */
async function damaged(damage: (bytes: Buffer) => void): Promise<SimulatedHome> {
  const home = simulatedHome();
  const store = await openSimulated(home);
  for (const n of [1, 2]) {
    await store.commit([sampleCheckIn('a', n, store.draft('a')?.state.window)]);
  }
  await store.close();
  const bytes = Buffer.from(bytesOf(home, segment));
  damage(bytes);
  setBytes(home, segment, bytes);
  return home;
}

function copies(home: SimulatedHome): string[] {
  return [...home.disk.folder(quarantine).names.keys()].sort();
}

async function faultsIn({ fs }: SimulatedHome): Promise<string[]> {
  const site = { fs, folder, clock: systemClock, rules: allRules };
  const { faults } = await checkStore({ ...site, timeStep: 0.1 });
  return faults.map(({ file }) => file);
}

suite('store: quarantine', () => {
  test('is told as long as the copy is there, by every later start', async () => {
    const home = await damaged((bytes) => bytes.fill(0, 1_000, 1_010));
    assert.deepEqual(await faultsIn(home), [segment]);
    for (let start = 0; start < 2; start += 1) {
      const store = await openSimulated(home);
      const [{ file, found, kept } = assert.fail('it is told')] = store.health().damage;
      assert.match(
        `${file} ${found} ${kept}`,
        /seg-0000000001 .* is damaged at .* what is kept is/,
      );
      await store.close();
    }
    // Known, kept aside and led on from: nobody has to do anything about the file itself.
    assert.deepEqual(await faultsIn(home), []);
    const [copy = ''] = copies(home);
    home.disk.unlink(`${quarantine}/${copy}`);
    const store = await openSimulated(home);
    assert.deepEqual(store.health().damage, []);
    await store.close();
  });

  test('a note that was cut off is told without particulars', async () => {
    const home = await damaged((bytes) => bytes.fill(0, 1_000, 1_010));
    await (await openSimulated(home)).close();
    const [copy = '', note = ''] = copies(home);
    home.disk.file(`${quarantine}/${note}`).bytes = Buffer.from('{"fi');
    const store = await openSimulated(home);
    assert.deepEqual(
      store.health().damage.map(({ file, found }) => [file, found]),
      [[copy, '']],
    );
    await store.close();
  });

  test('nothing to go on with: the refusal names the copy, and there is one however often', async () => {
    const home = await damaged((bytes) => bytes.fill(0, 60, 70));
    const first = bytesOf(home, 'seg-0000000000');
    setBytes(home, 'seg-0000000000', Buffer.from(first).fill(0, 0, 40));
    for (let start = 0; start < 3; start += 1) {
      const { message } = await refusal(openSimulated(home), 'UNAVAILABLE');
      assert.match(message, /no segment that begins with a whole snapshot/);
      assert.match(message, /copied to .*quarantine\/seg-0000000001-[0-9a-f]{8}/);
    }
    assert.equal(copies(home).filter((name) => name.startsWith(`${segment}-`)).length, 2);
    assert(namesIn(home).includes(segment));
  });
});
