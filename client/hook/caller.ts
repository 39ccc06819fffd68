import type { Harness } from '../../shared/model.ts';
import { claudeCode } from './claudeCode.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';
import type { Adapters } from './adapter.ts';
import type { Fields } from './fields.ts';

export const adapters: Adapters = { 'claude-code': claudeCode, codex, gemini, cursor, copilot };

/**
 * Who really calls: some programs run the hooks that another one's file names. Told by what only they
 * send. The environment says nothing: a program started by an agent inherits that of the agent's own.
 */
export function callerOf(named: Harness, fields: Fields): Harness {
  if ('conversation_id' in fields || 'cursor_version' in fields) return 'cursor';
  if ('sessionId' in fields) return 'copilot';
  return named;
}
