import type { HistoryPoint } from '../../../shared/model.ts';
import { readHistory, type History } from '../../connection/pages.ts';
import { formatCsv, pointColumns } from '../../export/csv.ts';
import type { HistoryFormat } from '../../export/historyText.ts';
import { done, optionText, UsageError, type Call, type Command } from '../command.ts';
import { formatShare } from '../output/figures.ts';
import { readFormat } from '../historyFormat.ts';
import { json } from '../output/json.ts';
import { healthTone, type Paint } from '../output/paint.ts';
import { formatTable, type Column } from '../output/table.ts';

export const historyCommand: Command = {
  usage: 'history <id> [--format json|csv] [--limit n] [--json]',
  summary: 'the retained updates of one agent, oldest first',
  options: {
    json: { type: 'boolean', default: false },
    format: { type: 'string' },
    limit: { type: 'string' },
  },
  async run(call, around) {
    const [agent_id = ''] = call.positionals;
    const format = readFormat(call) ?? 'table';
    const limit = readLimit(call);
    const query = { agent_id, ...(limit === undefined ? {} : { limit }) };
    const history = await readHistory(around.connect('ifNeeded'), query);
    around.print(formatHistory(history, format, around.paint));
    return done;
  },
};

function readLimit(call: Call): number | undefined {
  const text = optionText(call, 'limit');
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new UsageError(`--limit must be a whole number, 1 or more, not ${JSON.stringify(text)}.`);
}

export function formatHistory(
  history: History,
  format: HistoryFormat | 'table',
  paint: Paint,
): string {
  const { agent_id, total, points } = history;
  switch (format) {
    case 'json':
      return json({ agent_id, total, points });
    case 'csv':
      return formatCsv(pointColumns, points);
    case 'table':
      return formatTable(tableColumns, points, paint);
  }
}

const measure = (title: string, of: (point: HistoryPoint) => number): Column<HistoryPoint> => ({
  title,
  align: 'right',
  of: (point) => formatShare(of(point)),
});

const tableColumns: readonly Column<HistoryPoint>[] = [
  { title: 'VERSION', align: 'right', of: (point) => String(point.version) },
  { title: 'WHEN', of: (point) => point.timestamp },
  { title: 'HEALTH', of: (point) => point.health, tone: (point) => healthTone(point.health) },
  { title: 'ACTION', of: (point) => point.action },
  measure('RISK', (point) => point.risk),
  measure('RAW', (point) => point.risk_raw),
  measure('COHERENCE', (point) => point.coherence),
  measure('E', (point) => point.E),
  measure('I', (point) => point.I),
  measure('S', (point) => point.S),
  measure('V', (point) => point.V),
  measure('LAMBDA', (point) => point.lambda1),
];
