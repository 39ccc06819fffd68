import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { defaultSettings } from '../../server/governance/settings.ts';
import { assess, pointOf } from '../../server/monitor/agentMonitor.ts';
import { ownIdentity } from '../../server/process/identity.ts';
import { windowLength } from '../../server/store/log/packedState.ts';
import { openFileStore } from '../../server/store/openFileStore.ts';
import type { Mutation, RecordPatch, Store } from '../../server/store/port.ts';
import { segmentName } from '../../server/store/log/segment.ts';
import { systemClock, timestamp } from '../../shared/clock.ts';
import { until } from '../support/until.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { agentName, messageOf } from './message.ts';

/**
 * A program that fills a home through the store's own API, as if its agents had long been at work.
 * Arguments: home; agents; how many of them are archived; points of each; `long` to leave the log as
 * long as it may get before the store writes itself anew.
 */
const [home = '', agents = '0', archived = '0', points = '1', log = 'short'] =
  process.argv.slice(2);
const folder = join(home, 'store');
const active = Number(agents) - Number(archived);
const perCommit = 250;
/** Some batches short of the next rotation. */
const nearlyFull = 0.85;

const store = await openFileStore({
  folder,
  clock: systemClock,
  identity: await ownIdentity(),
  log: (line) => process.stderr.write(`${line}\n`),
});
for (let first = 0; first < Number(agents); first += perCommit) {
  await fill(store, numbersFrom(first, Number(agents)));
  process.stdout.write(`${Math.min(first + perCommit, Number(agents))} of ${agents} agents\n`);
}
if (log === 'long') await lengthenLog(store);
await store.close();

/** The states first: the points only have to be there. */
async function fill(into: Store, numbers: readonly number[]): Promise<void> {
  const first = numbers.map((number) => checkInOf(into, number));
  await into.commit(first);
  const repeated = first.map(({ agent_id, point }) => ({ agent_id, patch: {}, point }));
  for (let point = 1; point < Number(points); point += 1) await into.commit(repeated);
  const ended = numbers.filter((number) => number >= active);
  if (ended.length > 0) await into.commit(ended.map(archive));
}

async function lengthenLog(into: Store): Promise<void> {
  let first = 0;
  const commit = async (): Promise<void> => {
    await into.commit(numbersFrom(first, active).map((number) => checkInOf(into, number)));
    first = first + perCommit < active ? first + perCommit : 0;
  };
  await commitUntilRotated(into, commit);
  const snapshotBytes = segmentBytes(into.epoch);
  const fullBytes = await commitUntilRotated(into, commit);
  const { epoch } = into;
  const enough = snapshotBytes + nearlyFull * (fullBytes - snapshotBytes);
  while (segmentBytes(epoch) < enough) await commit();
  assert.equal(into.epoch, epoch, 'the store was written anew too soon');
}

/**
 * How long the segment had become by then. Rests while the next one is written: whole fleets that
 * check in at once, again and again, would fill it as no agents do.
 */
async function commitUntilRotated(into: Store, commit: () => Promise<void>): Promise<number> {
  const { epoch } = into;
  while (!existsSync(join(folder, segmentName(epoch + 1)))) await commit();
  const bytes = segmentBytes(epoch);
  await until('the next epoch', () => into.epoch > epoch);
  return bytes;
}

function segmentBytes(epoch: number): number {
  return statSync(join(folder, segmentName(epoch))).size;
}

function numbersFrom(first: number, end: number): number[] {
  return Array.from({ length: Math.min(perCommit, end - first) }, (_, at) => first + at);
}

function checkInOf(into: Store, number: number): Mutation {
  const agent_id = agentName(number);
  const before = into.draft(agent_id);
  const assessed = assess(before, messageOf(agent_id, number + 1), defaultSettings);
  const at = timestamp(systemClock);
  const state = { ...assessed.state, window: fullWindow(number, assessed.state.window) };
  const patch = { ...assessed, state, last_update: at };
  const point = pointOf(assessed, at);
  return { agent_id, patch: before === undefined ? { ...born(at), ...patch } : patch, point };
}

/** An agent that has long been at work has a full one. */
function fullWindow(seed: number, window: Float64Array): Float64Array {
  const { normal } = seededRandom(seed);
  const earlier = Array.from({ length: windowLength }, () => 0.01 * normal());
  return Float64Array.of(...earlier, ...window).slice(-windowLength);
}

function born(at: string): RecordPatch {
  return {
    created: at,
    harness: 'codex',
    workspace: '/home/someone/projects/the-one-they-work-on',
    lifecycle: 'active',
    paused: null,
    archived_at: null,
    tags: [],
    tag_history: [],
    notes: '',
    events: [{ event: 'created', timestamp: at, reason: null, by: 'agent' }],
    history_after: 0,
  };
}

function archive(number: number): Mutation {
  const at = timestamp(systemClock);
  return { agent_id: agentName(number), patch: { lifecycle: 'archived', archived_at: at } };
}
