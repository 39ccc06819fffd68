import { isCanarySession } from '../../shared/canary.ts';
import { hookAgentId, type HookCall, type HookEventParams } from '../../shared/hooks.ts';
import type { Harness } from '../../shared/model.ts';
import { agentIdFault, cleanNote } from '../../shared/text.ts';
import type { Adapter } from './adapters/adapter.ts';
import { adapters, callerOf } from './caller.ts';
import { digestIn, foldResult, sha256 } from './digest.ts';
import { fieldsOf, markOf, textOf, valueOf, writtenOf, type Fields } from './adapters/fields.ts';

/** One event, measured; of its texts nothing is left but what the harness itself named. */
export interface NeutralEvent {
  readonly params: HookEventParams;
  /** The harness's own name of the event: answers repeat it. */
  readonly event: string;
  /** Whose pauses count for it: the agent, and the one that it works for. */
  readonly agentIds: readonly string[];
  /** The session's id where it is a canary's, which is answered here and told to nobody. */
  readonly canary: string | null;
}

const namesMax = 100;

/** Null for what has no session: nothing can be said of whose it is. */
export function neutralEventOf(
  named: Harness,
  eventArgument: string | null,
  input: unknown,
): NeutralEvent | null {
  const fields = fieldsOf(input);
  const sessionId = textOf(fields, 'session_id', 'sessionId', 'conversation_id') ?? '';
  if (sessionId === '') return null;
  const harness = callerOf(named, fields);
  const adapter = adapters[harness];
  const event = textOf(fields, 'hook_event_name', 'hookEventName') ?? eventArgument ?? '';
  const known = Object.hasOwn(adapter.phases, event) ? adapter.phases[event] : undefined;
  const subagentId = textOf(fields, 'agent_id', 'subagent_id');
  const session = sha256(sessionId);
  const subagent = subagentId === null ? null : sha256(`${sessionId}/${subagentId}`);
  const params: HookEventParams = {
    harness,
    phase: known ?? 'other',
    session,
    subagent,
    stamp: digestOrNull(sessionId, markOf(fields, 'timestamp')),
    call: callOf(adapter, { event, sessionId, fields }, known === 'after'),
    reports_as: reportedIdOf(fields),
    workspace: workspaceOf(fields),
  };
  const hashes = subagent === null ? [session] : [subagent, session];
  return {
    params,
    event,
    agentIds: hashes.map((hash) => hookAgentId(harness, hash)),
    canary: isCanarySession(sessionId) ? sessionId : null,
  };
}

interface Native {
  readonly event: string;
  readonly sessionId: string;
  readonly fields: Fields;
}

function callOf(adapter: Adapter, native: Native, isAfter: boolean): HookCall | null {
  const { event, sessionId, fields } = native;
  const name = textOf(fields, 'tool_name', 'toolName');
  if (name === null) return null;
  const tool = cleanNote(name, namesMax);
  const ending = isAfter ? adapter.ending(event, fields) : null;
  return {
    tool,
    id: digestOrNull(sessionId, markOf(fields, 'tool_use_id', 'toolCallId')),
    arguments_digest: digestIn(sessionId, writtenOf(argumentsOf(fields))),
    outcome: ending?.outcome ?? null,
    result_digest: ending === null ? null : digestIn(sessionId, foldResult(ending.result)),
    result_length: ending?.result.length ?? 0,
    is_edit: adapter.edits.includes(tool),
    is_command: adapter.commands.includes(tool),
  };
}

function argumentsOf(fields: Fields): unknown {
  return valueOf(fields, 'tool_input', 'toolArgs');
}

/** Whatever a harness makes of the server's name, ours ends like this. */
const ownTool = /watchstander.*process_agent_update$/;
/** The pattern is for names, and a name may be any text. */
const nameEnd = -200;

/** Its own id is all that is read of a call of our own tool: that ties both reports to one agent. */
function reportedIdOf(fields: Fields): string | null {
  const name = textOf(fields, 'tool_name', 'toolName') ?? '';
  if (!ownTool.test(name.slice(nameEnd))) return null;
  const id = textOf(fieldsOf(argumentsOf(fields)), 'agent_id');
  return id === null || agentIdFault(id) !== null ? null : id;
}

function workspaceOf(fields: Fields): string | null {
  const roots = valueOf(fields, 'workspace_roots');
  const root: unknown = Array.isArray(roots) ? roots[0] : null;
  const folder = textOf(fields, 'cwd') ?? (typeof root === 'string' ? root : null);
  return folder === null ? null : cleanNote(folder, 1_000);
}

function digestOrNull(session: string, mark: string | null): string | null {
  return mark === null ? null : digestIn(session, mark);
}
