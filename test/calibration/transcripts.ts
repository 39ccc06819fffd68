import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { MeasuredCall } from '../../server/monitor/hooks/features.ts';
import type { Outcome } from '../../shared/hooks.ts';

/** Recorded sessions of real agents; `test/fixtures/transcripts/README.md` says where from. */

export interface RecordedSession {
  readonly name: string;
  readonly calls: readonly MeasuredCall[];
  /** Before which calls the user spoke, that is: where a turn of the agent had ended. */
  readonly turnEnds: ReadonlySet<number>;
}

export const realWork = 'entire-cli';
export const transcripts = [realWork, 'iso-trae', 'sweagent-demos'] as const;

interface Line {
  readonly session: string;
  readonly events: readonly Event[];
  readonly marks: readonly { readonly i: number; readonly kind: string }[];
}

interface Event {
  readonly t_ms: number | null;
  readonly tool: string;
  readonly args_hash: string;
  readonly nresult_hash: string | null;
  readonly result_len: number | null;
  readonly ok: boolean | null;
  readonly exit_code: number | null;
  readonly is_edit: boolean;
  readonly skip?: 'rejected' | 'sibling';
}

const folder = join(import.meta.dirname, '../fixtures/transcripts');

export function readSessions(name: (typeof transcripts)[number]): RecordedSession[] {
  const text = gunzipSync(readFileSync(join(folder, `${name}.ndjson.gz`))).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => decode(JSON.parse(line) as Line));
}

function decode({ session, events, marks }: Line): RecordedSession {
  const turns = marks.filter(({ kind, i }) => kind === 'user' && i > 0).map(({ i }) => i);
  return { name: session, calls: events.map(decodeCall), turnEnds: new Set(turns) };
}

function decodeCall(event: Event): MeasuredCall {
  return {
    tool: event.tool,
    argumentsDigest: event.args_hash,
    resultDigest: event.nresult_hash,
    outcome: outcomeOf(event),
    isEdit: event.is_edit,
    isCommand: event.exit_code !== null || /^(bash|python3?)$/i.test(event.tool),
    atMs: event.t_ms ?? 0,
    outputLength: event.result_len ?? 0,
  };
}

function outcomeOf({ ok, skip }: Event): Outcome {
  if (skip !== undefined) return skip === 'sibling' ? 'sibling-failed' : 'rejected';
  if (ok === null) return 'interrupted';
  return ok ? 'succeeded' : 'failed';
}
