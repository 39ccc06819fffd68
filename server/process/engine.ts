import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** Of V8: older ones do not know how to spare compiled code. */
const sparingVersion = 13;

/** Compiled to see under which options the engine is. */
const trifle = '0';
let madeAtStart = Buffer.alloc(0);

/**
 * The engine's room for what is short-lived. A start reads much that lasts, which the engine takes for
 * a reason to enlarge that room: 80 MB more at the peak (measured). So it is held small until a sidecar
 * has begun, and may grow from then on: check-ins are a fifth faster for it. How large it may become is
 * said where the process is started.
 */
export function holdNursery(): void {
  madeAtStart = new Script(trifle, { filename: 'start' }).createCachedData();
  // Listening takes it. Under other options than its own Node does not trust what it brings of its
  // modules and compiles them: 4 ms more for this one. An older Node has to do so.
  if ('getBuiltinModule' in process) process.getBuiltinModule('node:cluster');
  setNurseryGrowth(1);
}

/** For the middle one of the engine's compilers: it takes 9 MB, and check-ins are as fast without it. */
export function spareMiddleCompiler(): void {
  setFlagsFromString('--no-maglev');
}

/**
 * For a long and quiet life, once a start is over. What is collected while nothing happens takes
 * compiled code with it, so that check-ins after a pause are half as fast (measured): no more.
 * @param keepCompiled keeps what is compiled by now for the next start. The engine takes it back only
 * under the options that it was made with: so these are for a moment what they are in a start.
 */
export function settleEngine(keepCompiled: () => void): void {
  setNurseryGrowth(2);
  if (!isAsAtStart()) setFlagsFromString('--maglev');
  keepCompiled();
  spareMiddleCompiler();
  const [version = '0'] = process.versions.v8.split('.');
  if (Number(version) < sparingVersion) return;
  setFlagsFromString('--no-memory-reducer-favors-memory');
}

/** Older Nodes start without that compiler, so the engine itself is asked what it would take back. */
function isAsAtStart(): boolean {
  const options = { filename: 'now', cachedData: madeAtStart };
  return new Script(trifle, options).cachedDataRejected === false;
}

/** By which factor it grows; of the engine's options one that counts whenever it is set, 2 by itself. */
function setNurseryGrowth(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
