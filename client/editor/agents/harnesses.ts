import type { Harness } from '../../../shared/model.ts';
import type { IconName } from '../screen/scene.ts';

export const harnessNames: Readonly<Record<Harness, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  cursor: 'Cursor',
  copilot: 'GitHub Copilot',
};

/** Shapes that differ, and no maker's logo. */
export function harnessIcon(harness: Harness | null): IconName {
  return { id: harness === null ? 'plug' : harnessIcons[harness], color: null };
}

/** Two letters at the end of a row. */
export function harnessMark(harness: Harness): string {
  return harnessMarks[harness];
}

const harnessIcons: Readonly<Record<Harness, string>> = {
  'claude-code': 'sparkle',
  codex: 'terminal',
  gemini: 'star-empty',
  cursor: 'inspect',
  copilot: 'copilot',
};

const harnessMarks: Readonly<Record<Harness, string>> = {
  'claude-code': 'CC',
  codex: 'Cx',
  gemini: 'Ge',
  cursor: 'Cu',
  copilot: 'Co',
};
