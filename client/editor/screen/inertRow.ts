import { inert, oneLine } from '../../../shared/text.ts';
import type { IconName } from './scene.ts';

/** What every row of a view says. */
export interface RowTexts {
  /** Stands alone, so its direction is its own business. */
  readonly label: string;
  readonly description: string;
  readonly accessibleLabel: string;
}

/** A row with its icon and what is behind it. */
export interface ViewRow extends RowTexts {
  readonly icon: IconName;
  /** Plain text of several lines. */
  readonly tooltip: string;
  /** What menus know it by. */
  readonly context: string;
}

/** A label and a reason, both of them long. */
const spokenCodePoints = 800;

/** Every row passes here on its way to the screen, whoever wrote what it says. */
export function inertRow<Row extends RowTexts>(row: Row): Row {
  return {
    ...row,
    label: oneLine(row.label),
    description: inert(row.description),
    accessibleLabel: inert(row.accessibleLabel, spokenCodePoints),
  };
}

/** Plain text of several lines; those that say nothing are left out. */
export function inertTooltip(lines: readonly (string | null)[]): string {
  return lines
    .filter((line) => line !== null && line !== '')
    .map((line) => inert(line ?? '', spokenCodePoints))
    .join('\n');
}
