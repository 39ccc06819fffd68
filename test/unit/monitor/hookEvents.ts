import type { HookEventParams } from '../../../shared/hooks.ts';

const session = 'a'.repeat(64);
export const subagent = 'b'.repeat(64);
/** Who the events are of, without and with `subagent`. */
export const agentId = 'claude-code/aaaaaaaa';
export const subagentId = 'claude-code/bbbbbbbb';

/** An event of one session, as the sidecar hears it. */
export function hookEventOf(change: Partial<HookEventParams> = {}): HookEventParams {
  return {
    harness: 'claude-code',
    phase: 'before',
    session,
    subagent: null,
    stamp: null,
    call: null,
    reports_as: null,
    workspace: null,
    ...change,
  };
}

export function hookCallOf(id: string | null): NonNullable<HookEventParams['call']> {
  return {
    tool: 'Bash',
    id,
    arguments_digest: 'arguments',
    outcome: null,
    result_digest: null,
    result_length: 0,
    is_edit: false,
    is_command: true,
  };
}
