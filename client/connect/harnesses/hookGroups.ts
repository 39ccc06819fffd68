import type { Harness } from '../../../shared/model.ts';
import { hookTimeoutSeconds } from '../harness.ts';
import type { JsonEntry } from '../config/jsonEntries.ts';
import { hookCommand, type Place } from '../place.ts';

/** Which tools an event is wanted for; null for the events that are not about one. */
export type HookEvents = Readonly<Record<string, string | null>>;

/** Hooks in the shape that Claude Code began with: groups by event, each with a matcher. */
export function hookGroups(place: Place, harness: Harness, events: HookEvents): JsonEntry[] {
  return Object.entries(events).map(([event, matcher]) => ({
    kind: 'hook',
    at: ['hooks', event],
    value: {
      ...(matcher === null ? {} : { matcher }),
      hooks: [hookOf(place, harness, event)],
    },
  }));
}

function hookOf(place: Place, harness: Harness, event: string): unknown {
  const command = hookCommand(place, harness, event);
  if (harness !== 'gemini') return { type: 'command', command, timeout: hookTimeoutSeconds };
  // Gemini CLI counts in milliseconds and shows the name.
  return { name: 'watchstander', type: 'command', command, timeout: hookTimeoutSeconds * 1_000 };
}
