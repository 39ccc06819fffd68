import assert from 'node:assert/strict';
import type { StoredChange, StoredRecord } from './log/codec.ts';
import { storedV, windowAfter, windowLength, type StoredState } from './log/packedState.ts';
import { packStored, readStored, type Packed } from './log/packed.ts';
import { encodeVector } from './log/vectors.ts';

interface Growing {
  readonly fields: Omit<StoredRecord, 'state'>;
  readonly state: StoredState;
  readonly window: Float64Array;
}

/** Agents while a segment is read: those that nothing changes are never looked into. */
export class AgentReplay {
  private readonly agents = new Map<string, Packed | Growing>();

  /** As in a snapshot. */
  begin(packed: Packed): void {
    this.agents.set(packed.listed.agent_id, packed);
  }

  apply({ agent, version, patch }: StoredChange): void {
    const before = this.growing(agent);
    assert.equal(version, (before?.fields.version ?? 0) + 1, 'a version is missing');
    const { state = before?.state, ...set } = patch;
    assert(state !== undefined, 'an agent begins without a state');
    const fields = { ...before?.fields, ...set, agent_id: agent, version } as Growing['fields'];
    const window = patch.state === undefined ? before?.window : slide(patch.state, before?.window);
    assert(window !== undefined, 'an agent begins without a window');
    this.agents.set(agent, { fields, state, window });
  }

  /** In the order of their first check-ins. */
  *finish(): Generator<Packed> {
    for (const agent of this.agents.values()) yield 'text' in agent ? agent : packGrown(agent);
  }

  private growing(agentId: string): Growing | undefined {
    const known = this.agents.get(agentId);
    if (known === undefined || !('text' in known)) return known;
    const { state, ...fields } = readStored(known);
    return { fields, state, window: windowAfter(state, undefined) };
  }
}

function packGrown({ fields, state, window }: Growing): Packed {
  return packStored({ ...fields, state: { ...state, window: encodeVector(window) } });
}

/** In place where it is full: a segment may hold thousands of updates of one agent. */
function slide(state: StoredState, window: Float64Array | undefined): Float64Array {
  if (state.window !== undefined || window?.length !== windowLength) {
    return windowAfter(state, window);
  }
  window.copyWithin(0, 1);
  window[windowLength - 1] = storedV(state);
  return window;
}
