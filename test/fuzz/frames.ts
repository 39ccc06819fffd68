import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Message } from 'vscode-jsonrpc/node';
import { limits } from '../../shared/protocol.ts';
import { BoundedReader } from '../../server/socket/boundedReader.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { mangled, mutantOf, pick, whole } from './mutation.ts';
import { requestSamples } from './samples.ts';
import { assertRefusal } from './soundness.ts';
import type { Outcome, Target } from './target.ts';

/** What a reader needs of a socket, so that a case costs no system call. */
class Wire extends EventEmitter {
  isPaused = false;

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}

const first = frameOf(JSON.stringify({ jsonrpc: '2.0', id: 'first', method: 'x' }));

function frameOf(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

const headers = [
  'Content-Length: 99999999999999999999\r\n\r\n',
  'Content-Length: -1\r\n\r\n',
  'Content-Length: 0\r\n\r\n',
  `Content-Length: ${limits.frameBytes + 1}\r\n\r\n`,
  'content-length:   5\r\nContent-Type: x\r\n\r\n{"a"}',
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'X: '.repeat(200),
];

function make(random: SeededRandom): Buffer {
  const frame = (): Buffer => {
    const { method, params } = pick(random, requestSamples);
    const body = mutantOf(random, { jsonrpc: '2.0', id: whole(random, 3), method, params });
    return frameOf(body);
  };
  const kind = random.uniform();
  if (kind < 0.3) return frame();
  if (kind < 0.4) return Buffer.from(pick(random, headers) + frame().toString('latin1'), 'latin1');
  return mangled(random, Buffer.concat([frame(), frame()]), frame());
}

/** Pieces as a socket may bring them; where the cuts are follows from the bytes. */
function pieces(input: Buffer): Buffer[] {
  const step = 1 + ((input[input.length >> 1] ?? 0) % 97);
  const cuts = input.length < 4_000 ? step : input.length;
  const count = Math.ceil(input.length / cuts);
  return [...Array(count).keys()].map((at) => input.subarray(at * cuts, (at + 1) * cuts));
}

function take(input: Buffer): Outcome {
  const wire = new Wire();
  const ids = new Set<number | string>();
  const isNew = (id: number | string): boolean => !ids.has(id) && ids.add(id).size > 0;
  const reader = new BoundedReader(wire as unknown as Socket, isNew);
  const messages: Message[] = [];
  const errors: Error[] = [];
  reader.onError((error) => errors.push(error));
  reader.listen((message) => messages.push(message));
  wire.emit('data', first);
  for (const piece of pieces(input)) wire.emit('data', piece);
  assert.equal((messages[0] as { id?: unknown } | undefined)?.id, 'first', 'a good frame is lost');
  assert(errors.length <= 1, 'it goes on after a bad frame');
  for (const message of messages) assert.equal(message.jsonrpc, '2.0');
  for (const error of errors) assertRefusal(error);
  return errors.length === 0 ? 'taken' : 'refused';
}

export const frames: Target = {
  name: 'frames',
  how: 'Bytes on the socket, in pieces: what came before a bad frame is read, nothing after it, and one refusal says why.',
  share: 30,
  open: () => Promise.resolve({ make, take, close: () => undefined }),
};
