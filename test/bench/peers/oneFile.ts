import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import writeFileAtomic from 'write-file-atomic';
import type { CheckInParams } from '../../../shared/protocol.ts';
import { asSent, messagesFor, agentCount } from '../message.ts';
import type { Contender } from './peer.ts';

/**
 * The design that the specification sketches: a lock file for the agent, then the one JSON file with
 * all agents replaced as a whole. One process, as there: updates take their turn.
 */
export function openOneFile(folder: string): Contender {
  const path = join(folder, 'agent_metadata.json');
  const agents = new Map<string, CheckInParams>();
  for (const message of messagesFor(agentCount)) agents.set(message.agent_id, asSent(message));
  let turn = Promise.resolve();
  return {
    pid: null,
    ask(message) {
      turn = turn.then(() => update(message));
      return turn;
    },
    close: () => undefined,
  };

  async function update(message: CheckInParams): Promise<void> {
    const lock = join(folder, `.lock_${message.agent_id}`);
    const descriptor = openSync(lock, 'wx', 0o600);
    writeSync(descriptor, `${process.pid}\n${Date.now()}\n`);
    agents.set(message.agent_id, asSent(message));
    await writeFileAtomic(path, JSON.stringify(Object.fromEntries(agents)));
    closeSync(descriptor);
    unlinkSync(lock);
  }
}
