import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStore } from '../../server/store/check/checkStore.ts';
import { allRules } from '../../server/store/ground.ts';
import { schemaVersion } from '../../server/store/log/frame.ts';
import { ManualClock } from '../support/manualClock.ts';
import { Disk } from '../sim/disk.ts';
import { diskFs } from '../sim/simFs.ts';
import { sampleCheckIn } from '../unit/store/samples.ts';
import { folder, openSimulated } from '../unit/store/simulatedStore.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { mangled, pick } from './mutation.ts';
import { assertFinite, assertRefusal } from './soundness.ts';
import type { Outcome, Target } from './target.ts';

/** As it was written once: the same bytes in every run. */
const stored = join(import.meta.dirname, '../unit/store/stored', String(schemaVersion));
const files = readdirSync(stored).map((name) => ({
  name,
  bytes: readFileSync(join(stored, name)),
}));

function diskWith(name: string, bytes: Buffer): Disk {
  const disk = new Disk();
  for (const path of ['/home', folder]) disk.makeFolder(path);
  for (const file of files) {
    disk.create(`${folder}/${file.name}`).bytes = file.name === name ? bytes : file.bytes;
  }
  return disk;
}

/** Which file, then its bytes. */
function split(input: Buffer): readonly [string, Buffer] {
  const end = input.indexOf(0x0a);
  return [input.toString('utf8', 0, end), input.subarray(end + 1)];
}

async function openAndRead(disk: Disk): Promise<Outcome> {
  const home = { disk, logged: [], fs: diskFs(disk) };
  const store = await openSimulated(home, {}, new ManualClock());
  assert([...store.list()].length > 0, 'it starts from nothing');
  for (const { agent_id } of store.list()) {
    const record = store.read(agent_id);
    assert(record !== undefined, `${agent_id} is listed and cannot be read`);
    assertFinite(record);
    const { points } = await store.history(agent_id, {});
    assertFinite(points);
    const versions = points.map(({ version }) => version);
    assert.equal(new Set(versions).size, versions.length, `${agent_id}: a version twice`);
    assert(
      versions.every((version) => version <= record.version),
      `${agent_id}: from the future`,
    );
  }
  const { records } = await store.commit([sampleCheckIn('c', 1)]);
  assert.equal(records[0]?.version, 1, 'it takes nothing any more');
  await store.close();
  return 'taken';
}

function make(random: SeededRandom): Buffer {
  const { name, bytes } = pick(random, files);
  const damaged = mangled(random, bytes, pick(random, files).bytes);
  return Buffer.concat([Buffer.from(`${name}\n`), damaged]);
}

async function take(input: Buffer): Promise<Outcome> {
  const disk = diskWith(...split(input));
  const clock = new ManualClock();
  await checkStore({ fs: diskFs(disk), folder, clock, rules: allRules, timeStep: 0.1 });
  try {
    return await openAndRead(disk);
  } catch (error) {
    assertRefusal(error);
    return 'refused';
  }
}

export const stores: Target = {
  name: 'stores',
  how: 'Files of a store (segments with snapshots, histories, FORMAT): it opens with what is whole and takes updates again, or refuses in words and starts from nothing never.',
  share: 5,
  open: () => Promise.resolve({ make, take, close: () => undefined }),
};
