import { timestamp, type Clock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import { fleetPages, type Sidecar } from '../connection/pages.ts';
import { agentJson, pointsOf, type Points, type ShownRecord } from './agentExport.ts';
import { fleetBaseName } from './baseName.ts';
import { csvLine, pointColumns } from './csv.ts';
import { writeExport, type ExportedFile, type ExportPlace } from './exportFolder.ts';
import type { HistoryFormat } from './historyText.ts';

/** Every agent with its record and its retained history, in pieces: nothing is held but a page. */
export function exportFleet(
  sidecar: Sidecar,
  clock: Clock,
  format: HistoryFormat,
): AsyncGenerator<string> {
  return format === 'json' ? fleetJson(sidecar, clock) : fleetCsv(sidecar);
}

/** The same, to a new file under the home's `exports/`. */
export function exportFleetFile(
  format: HistoryFormat,
  { sidecar, clock, home }: ExportPlace,
): Promise<ExportedFile> {
  const name = `${fleetBaseName(timestamp(clock))}.${format}`;
  return writeExport(home, name, exportFleet(sidecar, clock, format));
}

async function* fleetJson(sidecar: Sidecar, clock: Clock): AsyncGenerator<string> {
  yield `{"exported_at":${JSON.stringify(timestamp(clock))},"agents":[`;
  let before = '\n';
  for await (const record of agentsOf(sidecar)) {
    yield before;
    yield* agentJson(record, timestamp(clock), pointsUntilGone(sidecar, record));
    before = ',';
  }
  yield ']}\n';
}

const columns = ['agent_id', ...pointColumns] as const;

async function* fleetCsv(sidecar: Sidecar): AsyncGenerator<string> {
  yield `${columns.join(',')}\n`;
  for await (const record of agentsOf(sidecar)) {
    const { agent_id } = record;
    for await (const points of pointsUntilGone(sidecar, record)) {
      yield points.map((point) => csvLine(columns, { agent_id, ...point })).join('');
    }
  }
}

/** Those that are deleted meanwhile are left out. */
async function* agentsOf(sidecar: Sidecar): AsyncGenerator<ShownRecord> {
  for await (const { agents } of fleetPages(sidecar)) {
    for (const { agent_id } of agents) {
      const detail = await sidecar.request('watchstander/agent', { agent_id }).catch(unlessGone);
      if (detail !== null) yield detail.record;
    }
  }
}

/** Of one that is deleted while it is written, what was read by then: the others are not to miss for it. */
async function* pointsUntilGone(sidecar: Sidecar, record: ShownRecord): AsyncGenerator<Points> {
  try {
    yield* pointsOf(sidecar, record);
  } catch (error) {
    unlessGone(error);
  }
}

function unlessGone(error: unknown): null {
  if (error instanceof WatchstanderError && error.code === 'NOT_FOUND') return null;
  throw error;
}
