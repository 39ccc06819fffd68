import { inert, oneLine } from '../../../shared/text.ts';

/** What every row of a view says. */
export interface RowTexts {
  /** Stands alone, so its direction is its own business. */
  readonly label: string;
  readonly description: string;
  /** Of several lines. */
  readonly tooltip: string;
  readonly accessibleLabel: string;
}

/** A label and a reason, both of them long. */
const spokenCodePoints = 800;
const mostLines = 30;

/** Every row passes here on its way to the screen, whoever wrote what it says. */
export function inertRow<Row extends RowTexts>(row: Row): Row {
  const lines = row.tooltip.split('\n').slice(0, mostLines);
  return {
    ...row,
    label: oneLine(row.label),
    description: inert(row.description),
    tooltip: lines.map((line) => inert(line, spokenCodePoints)).join('\n'),
    accessibleLabel: inert(row.accessibleLabel, spokenCodePoints),
  };
}
