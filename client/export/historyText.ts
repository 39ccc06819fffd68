import type { HistoryPoint } from '../../shared/model.ts';

export const historyFormats = ['json', 'csv'] as const;
export type HistoryFormat = (typeof historyFormats)[number];

const columns = ['update', 'E', 'I', 'S', 'V', 'coherence', 'risk', 'decision', 'lambda1'] as const;

/** One agent's history as the reference writes it: a JSON array of rows, or CSV with a header. */
export function historyText(points: readonly HistoryPoint[], format: HistoryFormat): string {
  const rows = points.map(toRow);
  if (format === 'json') return JSON.stringify(rows);
  // Numbers and plain words: nothing in them needs quotes.
  const lines = rows.map((row) => columns.map((column) => row[column]).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

/** Model time grows by 0.1 an update, so it numbers the updates whatever else made versions. */
function toRow(point: HistoryPoint): Record<(typeof columns)[number], number | string> {
  return {
    update: Math.round(point.time * 10),
    E: point.E,
    I: point.I,
    S: point.S,
    V: point.V,
    coherence: point.coherence,
    risk: point.risk,
    decision: point.action,
    lambda1: point.lambda1,
  };
}
