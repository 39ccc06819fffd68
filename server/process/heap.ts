import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * The engine's room for what is short-lived. A start reads much that lasts, which the engine takes for
 * a reason to enlarge that room: 80 MB more at the peak (measured). So it is held small until a sidecar
 * has begun, and may grow from then on: check-ins are a fifth faster for it. How large it may become is
 * said where the process is started.
 */
export function holdNursery(): void {
  setGrowth(1);
}

export function letNurseryGrow(): void {
  setGrowth(2);
}

/** By which factor it grows; of the engine's options one that counts whenever it is set. */
function setGrowth(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

/** Of V8: older ones do not know the option. */
const firstVersion = 13;

/**
 * What the engine collects while nothing happens takes compiled code with it, and the check-ins after a
 * pause are half as fast (measured). From here on it does not. Compiled code that is kept for the next
 * start is of the options at this moment, so it is to be kept before.
 */
export function spareCompiledCode(): void {
  const [version = '0'] = process.versions.v8.split('.');
  if (Number(version) >= firstVersion) setFlagsFromString('--no-memory-reducer-favors-memory');
}
