import type { Harness } from '../../shared/model.ts';
import { claudeCode } from './adapters/claudeCode.ts';
import { codex } from './adapters/codex.ts';
import { copilot } from './adapters/copilot.ts';
import { cursor } from './adapters/cursor.ts';
import { gemini } from './adapters/gemini.ts';
import type { Adapters } from './adapters/adapter.ts';
import type { Fields } from './adapters/fields.ts';

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
