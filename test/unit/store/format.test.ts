import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { suite, test } from 'mocha';
import { schemaVersion } from '../../../server/store/log/frame.ts';
import { migrate } from '../../../server/store/log/migrations.ts';
import { refusal } from './contract.ts';
import { sampleCheckIn } from './samples.ts';
import {
  bytesOf,
  folder,
  namesIn,
  openSimulated,
  setBytes,
  simulatedHome,
} from './simulatedStore.ts';

suite('store: what is opened and what is not', () => {
  test('a store of a newer layout is refused, untouched', async () => {
    const home = simulatedHome();
    await (await openSimulated(home)).close();
    const line = JSON.stringify({ store: 'x', format: 2 });
    setBytes(home, 'FORMAT', Buffer.from(`${line}\n${crc32(line).toString(16)}\n`));
    const names = namesIn(home);
    const { message, nextStep } = await refusal(openSimulated(home), 'UNAVAILABLE');
    assert.match(`${message} ${nextStep}`, /newer Watchstander.*Update/);
    assert.deepEqual(namesIn(home), names);
  });

  test('a segment of a newer version is refused, untouched', async () => {
    const home = simulatedHome();
    const store = await openSimulated(home);
    await store.commit([sampleCheckIn('a', 1)]);
    await store.close();
    const names = namesIn(home);
    const { store: id } = JSON.parse(bytesOf(home, 'FORMAT').toString().split('\n')[0]!) as {
      store: string;
    };
    const bytes = Buffer.from(bytesOf(home, 'seg-0000000001'));
    const end = 28 + bytes.readUInt32LE(4);
    bytes.writeUInt8(schemaVersion + 1, 15);
    const seed = (crc32(id) | 1) >>> 0;
    const sum = crc32(bytes.subarray(28, end), crc32(bytes.subarray(0, 24), seed));
    setBytes(home, 'seg-0000000001', bytes.fill(0, 24, 28));
    bytes.writeUInt32LE(sum, 24);
    const { message } = await refusal(openSimulated(home), 'UNAVAILABLE');
    assert.match(message, /newer Watchstander/);
    assert.deepEqual(namesIn(home), names);
  });

  test('a folder that holds anything else is refused, untouched', async () => {
    const home = simulatedHome();
    home.disk.makeFolder(folder);
    home.disk.create(`${folder}/something`);
    const { message } = await refusal(openSimulated(home), 'UNAVAILABLE');
    assert.match(message, /no FORMAT/);
    assert.deepEqual(namesIn(home), ['something']);
    assert.deepEqual([...home.disk.folder('/home').names.keys()], ['store']);
  });

  test('a store without any base is refused, never begun anew (I15)', async () => {
    const home = simulatedHome();
    await (await openSimulated(home)).close();
    for (const name of namesIn(home)) {
      if (name.startsWith('seg-')) home.disk.unlink(`${folder}/${name}`);
    }
    const { message } = await refusal(openSimulated(home), 'UNAVAILABLE');
    assert.match(message, /no segment that begins with a whole snapshot/);
  });

  test('what was left of half-made stores goes', async () => {
    const home = simulatedHome();
    home.disk.makeFolder(`${folder}.new-x`);
    home.disk.create(`${folder}.new-x/FORMAT`);
    const store = await openSimulated(home);
    await store.close();
    assert.deepEqual([...home.disk.folder('/home').names.keys()], ['store']);
  });

  test('payloads of older versions go through every step from theirs on', () => {
    const steps = [
      (type: number, value: unknown) => [type, value, 'to 2'],
      (type: number, value: unknown) => [type, value, 'to 3'],
    ];
    assert.deepEqual(migrate({ type: 6, schema: 1 }, 'x', steps), [6, [6, 'x', 'to 2'], 'to 3']);
    assert.deepEqual(migrate({ type: 6, schema: 2 }, 'x', steps), [6, 'x', 'to 3']);
    assert.equal(migrate({ type: 6, schema: 3 }, 'x', steps), 'x');
    assert.throws(() => migrate({ type: 6, schema: 0 }, 'x', steps), /unknown schema/);
  });
});
