import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { asSent } from '../message.ts';
import type { Contender } from './peer.ts';

/** What the disk itself takes: each message appended and synced, nothing else. */
export function openAppend(folder: string): Contender {
  const descriptor = openSync(join(folder, 'log'), 'a', 0o600);
  return {
    pid: null,
    ask(message) {
      writeSync(descriptor, JSON.stringify(asSent(message)));
      fsyncSync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}

const batchSize = 64;

/** The same with one sync for 64 messages. */
export function openBatchedAppend(folder: string): Contender {
  const descriptor = openSync(join(folder, 'log'), 'a', 0o600);
  let waiting: string[] = [];
  return {
    pid: null,
    ask(message) {
      waiting.push(JSON.stringify(asSent(message)));
      if (waiting.length < batchSize) return;
      writeSync(descriptor, waiting.join(''));
      fsyncSync(descriptor);
      waiting = [];
    },
    close: () => closeSync(descriptor),
  };
}
