import assert from 'node:assert/strict';
import type { AgentRecord, Verdict } from '../../../shared/model.ts';
import type { Listed } from '../port.ts';
import { restoreRecord, storeRecord, type StoredRecord } from './codec.ts';
import { frameTypes, schemaVersion, toPayload, type Frame } from './frame.ts';
import { decodePayload } from './migrations.ts';
import { settle } from './storable.ts';

/**
 * A record as snapshots have it. Of what rests, this is all that is in memory: a start copies texts
 * and reads none of them, and so does a snapshot.
 */
export interface Packed {
  readonly listed: Listed;
  readonly text: Buffer;
}

/** A record in memory, whichever way. */
export type Kept = AgentRecord | Packed;

export function isPacked(kept: Kept): kept is Packed {
  return 'text' in kept;
}

export function pack(record: AgentRecord): Packed {
  return packStored(storeRecord(record));
}

export function packStored(stored: StoredRecord): Packed {
  return { listed: listedOf(stored), text: toPayload(stored) };
}

type Summed = Pick<AgentRecord, 'agent_id' | 'lifecycle' | 'last_update'> & {
  readonly verdict: Pick<Verdict, 'health'> | null;
};

export function listedOf(record: Summed): Listed {
  const { agent_id, lifecycle, last_update, verdict } = record;
  return { agent_id, lifecycle, health: verdict?.health ?? null, last_update };
}

export function unpack(packed: Packed): AgentRecord {
  const record = restoreRecord(readStored(packed));
  settle(record);
  return record;
}

export function readStored({ text }: Packed): StoredRecord {
  return JSON.parse(text.toString('utf8')) as StoredRecord;
}

type Row = readonly [Listed['agent_id'], Listed['lifecycle'], Listed['health'], string];

/**
 * Some records as the payload of a frame: a JSON list of what lists show of each, then each on a line
 * of its own (JSON has no line breaks inside), so that they can be told apart without reading them.
 */
export function* packedPayloads(agents: Iterable<Kept>, limitBytes: number): Generator<Buffer> {
  let some: Packed[] = [];
  let bytes = 0;
  for (const kept of agents) {
    const packed = isPacked(kept) ? kept : pack(kept);
    if (bytes > 0 && bytes + packed.text.length > limitBytes) {
      yield joinLines(some);
      some = [];
      bytes = 0;
    }
    some.push(packed);
    bytes += packed.text.length;
  }
  if (some.length > 0) yield joinLines(some);
}

function joinLines(some: readonly Packed[]): Buffer {
  const rows = some.map(({ listed }): Row => {
    const { agent_id, lifecycle, health, last_update } = listed;
    return [agent_id, lifecycle, health, last_update];
  });
  const lines = some.flatMap(({ text }) => [separator, text]);
  return Buffer.concat([Buffer.from(`[${JSON.stringify(rows)}`), ...lines, end]);
}

const separator = Buffer.from(',\n');
const end = Buffer.from(']');

export function readPacked(frame: Frame): Packed[] {
  assert(frame.type === frameTypes.snapshotAgents, 'these are no agents');
  if (frame.schema === schemaVersion) return splitLines(frame.payload);
  const [, ...records] = decodePayload(frame) as [unknown, ...StoredRecord[]];
  return records.map(packStored);
}

function splitLines(payload: Buffer): Packed[] {
  // Kept for as long as one of the records is.
  const bytes = Buffer.from(payload);
  let lineEnd = bytes.indexOf(separator);
  const rows = JSON.parse(bytes.toString('utf8', 1, lineEnd)) as Row[];
  return rows.map(([agent_id, lifecycle, health, last_update]) => {
    const start = lineEnd + separator.length;
    const next = bytes.indexOf(separator, start);
    lineEnd = next === -1 ? bytes.length - end.length : next;
    return {
      listed: { agent_id, lifecycle, health, last_update },
      text: bytes.subarray(start, lineEnd),
    };
  });
}
