import assert from 'node:assert/strict';
import type { AgentRecord } from '../../shared/model.ts';
import {
  restoreState,
  storedV,
  windowAfter,
  windowLength,
  type StoredChange,
  type StoredRecord,
  type StoredState,
} from './log/codec.ts';

interface Growing {
  readonly fields: Omit<AgentRecord, 'state'>;
  readonly state: StoredState;
  readonly window: Float64Array;
}

/** Agents while a segment is read: their states are made once, at the end. */
export class AgentReplay {
  private readonly agents = new Map<string, Growing>();

  /** As in a snapshot. */
  begin({ state, ...fields }: StoredRecord): void {
    this.agents.set(fields.agent_id, { fields, state, window: windowAfter(state, undefined) });
  }

  apply({ agent, version, patch }: StoredChange): void {
    const before = this.agents.get(agent);
    assert.equal(version, (before?.fields.version ?? 0) + 1, 'a version is missing');
    const { state = before?.state, ...set } = patch;
    assert(state !== undefined, 'an agent begins without a state');
    const fields = { ...before?.fields, ...set, agent_id: agent, version } as Growing['fields'];
    const window = patch.state === undefined ? before?.window : slide(patch.state, before?.window);
    assert(window !== undefined, 'an agent begins without a window');
    this.agents.set(agent, { fields, state, window });
  }

  finish(): AgentRecord[] {
    return [...this.agents.values()].map(({ fields, state, window }) => ({
      ...fields,
      state: restoreState(state, window),
    }));
  }
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
