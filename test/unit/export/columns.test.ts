import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sidecar } from '../../../client/connection/pages.ts';
import { exportAgent } from '../../../client/export/agentExport.ts';
import { exportFleet } from '../../../client/export/fleetExport.ts';
import type { HistoryFormat } from '../../../client/export/historyText.ts';
import { systemClock } from '../../../shared/clock.ts';
import { failures } from '../../../shared/errors.ts';
import type { HistoryPoint } from '../../../shared/model.ts';
import { aDetail, aPoint, aRow, aSummary } from '../mcp/samples.ts';

type History = (agentId: string, cursor: string | undefined) => unknown;

/** A sidecar with agents of these ids, each at version 8. */
function sidecarWith(ids: readonly string[], history: History): Sidecar {
  const answer = (method: string, { agent_id = '', cursor }: Asked): unknown => {
    if (method === 'watchstander/history') return history(agent_id, cursor);
    const { record, ...detail } = aDetail();
    if (method === 'watchstander/agent') return { ...detail, record: { ...record, agent_id } };
    return { revision: 1, agents: ids.map((id) => aRow(id)), summary: aSummary };
  };
  // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown has to be a rejection
  const request = async (method: string, asked: Asked): Promise<unknown> => answer(method, asked);
  return { request } as Sidecar;
}

interface Asked {
  readonly agent_id?: string;
  readonly cursor?: string;
}

/** Two pages; the newest point is of after the export began. */
const pages: History = (_agentId, cursor) =>
  cursor === undefined
    ? { points: [aPoint(1)], total: 3, next_cursor: '1' }
    : { points: [aPoint(8), aPoint(9)], total: 3 };

suite('what an export of one agent has in its columns', () => {
  let home: string;

  setup(() => {
    home = fs.mkdtempSync(join(tmpdir(), 'ws-columns-'));
  });

  teardown(() => fs.rmSync(home, { recursive: true }));

  async function linesOf(columns: 'all' | 'reference'): Promise<string[]> {
    const place = { sidecar: sidecarWith(['a'], pages), clock: systemClock, home };
    const { file_path } = await exportAgent('a', { format: 'csv', columns }, place);
    return fs.readFileSync(file_path, 'utf8').trim().split('\n');
  }

  test('for people: time and health too, as in an export of all agents', async () => {
    const [head, ...lines] = await linesOf('all');
    assert.equal(
      head,
      'version,time,timestamp,E,I,S,V,coherence,risk,risk_raw,lambda1,health,action,request_id',
    );
    assert.deepEqual(
      lines.map((line) => line.split(',')[0]),
      ['1', '8'],
    );
  });

  test('for the tools of agents: as the reference writes it', async () => {
    const [head, ...lines] = await linesOf('reference');
    assert.equal(head, 'update,E,I,S,V,coherence,risk,decision,lambda1');
    assert.equal(lines.length, 3);
  });
});

suite('an agent that is deleted while all are exported', () => {
  const sidecar = sidecarWith(['early', 'gone', 'late'], (agentId, cursor) => {
    if (agentId === 'gone' && cursor !== undefined) throw failures.unknownAgent(agentId);
    return pages(agentId, cursor);
  });

  async function exported(format: HistoryFormat, from = sidecar): Promise<string> {
    let text = '';
    for await (const piece of exportFleet(from, systemClock, format)) text += piece;
    return text;
  }

  test('has in JSON the points that were read by then; the others are whole', async () => {
    const { agents } = JSON.parse(await exported('json')) as {
      agents: { agent_id: string; total: number; points: HistoryPoint[] }[];
    };
    assert.deepEqual(
      agents.map(({ agent_id, total, points }) => [agent_id, total, points.length]),
      [
        ['early', 2, 2],
        ['gone', 1, 1],
        ['late', 2, 2],
      ],
    );
  });

  test('and in CSV', async () => {
    const [, ...lines] = (await exported('csv')).trim().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(',', 2).join(' ')),
      ['early 1', 'early 8', 'gone 1', 'late 1', 'late 8'],
    );
  });

  test('any other failure ends the export', async () => {
    const broken = sidecarWith(['a'], () => {
      throw failures.unavailable('nobody is there.');
    });
    await assert.rejects(exported('csv', broken), { code: 'UNAVAILABLE' });
  });
});
