import assert from 'node:assert/strict';
import type { GovernanceState, Verdict } from '../../../shared/model.ts';
import type { StoredTransaction } from './codec.ts';
import { frameTypes, schemaVersion, type Frame } from './frame.ts';
import { storeState, type StoredState } from './packedState.ts';
import { storeVerdict } from './packedVerdict.ts';

/**
 * One step from a schema version to the next: what a payload of this type becomes. Pure, and each
 * tested on a stored file of the version that it reads (test/unit/store/stored).
 */
export type Migration = (type: number, payload: unknown) => unknown;

/** The n-th leads from version n + 1 to n + 2. */
const migrations: readonly Migration[] = [
  // With version 1 nobody could edit tags, and no history was ever cut.
  inRecords((fields) => ({ tag_history: [], history_after: 0, ...fields })),
  // With version 2 the records of a snapshot were nothing but a list.
  (type, payload) =>
    type === frameTypes.snapshotAgents ? [[], ...(payload as readonly Fields[])] : payload,
  // With version 3 the numbers of states and verdicts were decimal.
  (type, payload) => {
    if (type === frameTypes.snapshotAgents) {
      const [rows, ...records] = payload as [unknown, ...Fields[]];
      return [rows, ...records.map(packNumbers)];
    }
    if (type !== frameTypes.transaction) return payload;
    const { changes, ...rest } = payload as StoredTransaction;
    return { ...rest, changes: changes.map((of) => ({ ...of, patch: packNumbers(of.patch) })) };
  },
];

type Fields = Readonly<Record<string, unknown>>;

/** A step for what holds whole records: snapshots, and the first change of each agent. */
function inRecords(step: (fields: Fields) => Fields): Migration {
  return (type, payload) => {
    if (type === frameTypes.snapshotAgents) return (payload as readonly Fields[]).map(step);
    if (type !== frameTypes.transaction) return payload;
    const transaction = payload as StoredTransaction;
    const changes = transaction.changes.map((change) =>
      change.version === 1 ? { ...change, patch: step(change.patch) } : change,
    );
    return { ...transaction, changes };
  };
}

/** A state as it was: its vectors base64, and its negative zeros texts. */
interface DecimalState extends Fields {
  readonly previous: string | null;
  readonly window?: string;
}

function packNumbers({ state, verdict, ...rest }: Fields): Fields {
  return {
    ...rest,
    ...(verdict === undefined ? {} : { verdict: verdict && storeVerdict(verdict as Verdict) }),
    ...(state === undefined ? {} : { state: packState(state as DecimalState) }),
  };
}

function packState({ previous, window, ...numbers }: DecimalState): StoredState {
  const entries = Object.entries(numbers).map(([key, value]) => [key, value === '-0' ? -0 : value]);
  const none = new Float64Array();
  const state = { ...Object.fromEntries(entries), previous: null, window: none } as GovernanceState;
  const { numbers: packed } = storeState(state, undefined);
  return { numbers: packed, previous, ...(window === undefined ? {} : { window }) };
}

/** The payload of a frame as this version writes it, whatever version wrote it. */
export function decodePayload(frame: Frame): unknown {
  const payload: unknown = JSON.parse(frame.payload.toString('utf8'));
  return frame.schema === schemaVersion ? payload : migrate(frame, payload, migrations);
}

export function migrate(
  frame: Pick<Frame, 'type' | 'schema'>,
  payload: unknown,
  steps: readonly Migration[],
): unknown {
  assert(frame.schema >= 1 && frame.schema <= steps.length + 1, 'an unknown schema version');
  return steps.slice(frame.schema - 1).reduce((value, step) => step(frame.type, value), payload);
}
