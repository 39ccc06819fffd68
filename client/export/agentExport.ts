import { timestamp } from '../../shared/clock.ts';
import type { HistoryPoint } from '../../shared/model.ts';
import type { AgentDetail } from '../../shared/protocol.ts';
import { historyPages, readHistory, type Sidecar } from '../connection/pages.ts';
import { admitBaseName, defaultBaseName } from './baseName.ts';
import { csvLine, pointColumns } from './csv.ts';
import { writeExport, type ExportedFile, type ExportPlace } from './exportFolder.ts';
import { historyText, type HistoryFormat } from './historyText.ts';

export interface AgentExport {
  readonly format: HistoryFormat;
  /** Made up when absent. */
  readonly filename?: string | undefined;
  /** What a row of CSV has: everything that is kept of a point, or what the tools of agents owe. */
  readonly columns?: 'all' | 'reference';
}

/**
 * Writes one agent to a new file under the home's `exports/`.
 * @throws WatchstanderError NOT_FOUND; INVALID_INPUT when the name is taken or is no plain one.
 */
export async function exportAgent(
  agentId: string,
  { format, filename, columns = 'all' }: AgentExport,
  { sidecar, clock, home }: ExportPlace,
): Promise<ExportedFile> {
  const at = timestamp(clock);
  const base = filename === undefined ? defaultBaseName(agentId, at) : admitBaseName(filename);
  const { record } = await sidecar.request('watchstander/agent', { agent_id: agentId });
  const pages = pointsOf(sidecar, record);
  const csv = columns === 'all' ? agentCsv(pages) : referenceCsv(sidecar, agentId);
  const pieces = format === 'csv' ? csv : agentJson(record, at, pages);
  return writeExport(home, `${base}.${format}`, pieces);
}

/** An agent as others may see it. */
export type ShownRecord = AgentDetail['record'];
export type Points = readonly HistoryPoint[];

/**
 * The history of one agent, page by page. What it did since its record was read is left out, so that
 * both are of the same moment.
 */
export async function* pointsOf(
  sidecar: Sidecar,
  { agent_id, version }: ShownRecord,
): AsyncGenerator<Points> {
  for await (const { points } of historyPages(sidecar, { agent_id })) {
    yield points.filter((point) => point.version <= version);
  }
}

/** One agent as the text of a JSON object, page by page. */
export async function* agentJson(
  record: ShownRecord,
  at: string,
  pages: AsyncIterable<Points>,
): AsyncGenerator<string> {
  const { agent_id } = record;
  const head = JSON.stringify({ agent_id, exported_at: at, record });
  yield `${head.slice(0, -1)},"points":[`;
  let total = 0;
  for await (const points of pages) {
    const lines = points.map((point) => JSON.stringify(point)).join(',\n');
    if (lines !== '') yield (total === 0 ? '\n' : ',\n') + lines;
    total += points.length;
  }
  yield `],"total":${total}}\n`;
}

async function* agentCsv(pages: AsyncIterable<Points>): AsyncGenerator<string> {
  yield `${pointColumns.join(',')}\n`;
  for await (const points of pages) {
    yield points.map((point) => csvLine(pointColumns, point)).join('');
  }
}

async function* referenceCsv(sidecar: Sidecar, agentId: string): AsyncGenerator<string> {
  const { points } = await readHistory(sidecar, { agent_id: agentId });
  yield historyText(points, 'csv');
}
