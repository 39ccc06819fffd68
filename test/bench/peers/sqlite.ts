import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asSent } from '../message.ts';
import type { Contender } from './peer.ts';

/** SQLite as safe as our store: WAL, synchronous=FULL, one transaction an update, one row an agent. */
export function openSqlite(folder: string): Contender {
  const database = new DatabaseSync(join(folder, 'agents.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec('CREATE TABLE agents (id TEXT PRIMARY KEY, version INTEGER, state TEXT)');
  const update = database.prepare(
    'INSERT INTO agents VALUES (?, 1, ?) ' +
      'ON CONFLICT (id) DO UPDATE SET version = version + 1, state = excluded.state',
  );
  return {
    pid: null,
    ask: (message) => update.run(message.agent_id, JSON.stringify(asSent(message))),
    close: () => database.close(),
  };
}
