import type { Harness } from './harness.ts';
import { claudeCode } from './harnesses/claudeCode.ts';
import { codex } from './harnesses/codex.ts';
import { copilot } from './harnesses/copilot.ts';
import { cursor } from './harnesses/cursor.ts';
import { gemini } from './harnesses/gemini.ts';

export const harnesses: readonly Harness[] = [claudeCode, codex, gemini, cursor, copilot];

export function harnessOf(id: Harness['id']): Harness {
  const found = harnesses.find((harness) => harness.id === id);
  if (found === undefined) throw new TypeError(`no harness is called ${id}`);
  return found;
}
