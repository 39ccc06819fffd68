import { unlink } from 'node:fs/promises';
import { timestamp } from '../../shared/clock.ts';
import type { AgentDetail, LifecycleResult } from '../../shared/protocol.ts';
import { historyPages, readHistory, type Sidecar } from '../connection/pages.ts';
import { admitBaseName, defaultBaseName } from './baseName.ts';
import { writeExport, type ExportedFile, type ExportPlace } from './exportFolder.ts';
import { historyText, type HistoryFormat } from './historyText.ts';

/**
 * Writes one agent to a new file under the home's `exports/`; the name is made up when none is given.
 * @throws WatchstanderError NOT_FOUND; INVALID_INPUT when the name is taken or is no plain one.
 */
export async function exportAgent(
  agentId: string,
  format: HistoryFormat,
  filename: string | undefined,
  { sidecar, clock, home }: ExportPlace,
): Promise<ExportedFile> {
  const at = timestamp(clock);
  const base = filename === undefined ? defaultBaseName(agentId, at) : admitBaseName(filename);
  const detail = await sidecar.request('watchstander/agent', { agent_id: agentId });
  const pieces = format === 'csv' ? csvOf(sidecar, agentId) : agentJson(sidecar, detail, at);
  return writeExport(home, `${base}.${format}`, pieces);
}

/** What is deleted is written out before, unless nobody wants it; a refused deletion leaves no file. */
export async function deleteAgent(
  agentId: string,
  wish: { readonly backup: boolean; readonly reason?: string },
  place: ExportPlace,
): Promise<{ readonly result: LifecycleResult; readonly backup: ExportedFile | null }> {
  const { backup: isWanted, ...more } = wish;
  const backup = isWanted ? await exportAgent(agentId, 'json', undefined, place) : null;
  try {
    const params = { agent_id: agentId, act: 'delete', ...more } as const;
    return { result: await place.sidecar.request('watchstander/lifecycle', params), backup };
  } catch (error) {
    if (backup !== null) await unlink(backup.file_path);
    throw error;
  }
}

/**
 * One agent as the text of a JSON object, page by page. What it did since it was read is left out, so
 * that its record and its history are of the same moment.
 */
export async function* agentJson(
  sidecar: Sidecar,
  { record }: AgentDetail,
  at: string,
): AsyncGenerator<string> {
  const { agent_id } = record;
  const head = JSON.stringify({ agent_id, exported_at: at, record });
  yield `${head.slice(0, -1)},"points":[`;
  let total = 0;
  for await (const { points } of historyPages(sidecar, { agent_id })) {
    const shown = points.filter(({ version }) => version <= record.version);
    const lines = shown.map((point) => JSON.stringify(point)).join(',\n');
    if (lines !== '') yield (total === 0 ? '\n' : ',\n') + lines;
    total += shown.length;
  }
  yield `],"total":${total}}\n`;
}

async function* csvOf(sidecar: Sidecar, agentId: string): AsyncGenerator<string> {
  const { points } = await readHistory(sidecar, { agent_id: agentId });
  yield historyText(points, 'csv');
}
