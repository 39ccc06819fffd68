import { mkdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import type { AgentDetail, LifecycleResult } from '../../shared/protocol.ts';
import { historyPages, readHistory, type Sidecar } from '../connection/pages.ts';
import { admitBaseName, defaultBaseName } from './baseName.ts';
import { historyText, type HistoryFormat } from './historyText.ts';
import { writeNewFile } from './newFile.ts';

export interface ExportPlace {
  readonly sidecar: Sidecar;
  readonly clock: Clock;
  /** Absolute path of the home: exports are in a folder of it. */
  readonly home: string;
}

export interface ExportedFile {
  readonly file_path: string;
  readonly filename: string;
  readonly file_size_bytes: number;
}

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
  const folder = join(home, homeLayout.exports);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${base}.${format}`;
  const path = join(folder, name);
  const pieces = format === 'csv' ? csvOf(sidecar, agentId) : agentJson(sidecar, detail, at);
  const file_size_bytes = await writeNewFile(path, pieces);
  return { file_path: path, filename: name, file_size_bytes };
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
