import * as nodeModule from 'node:module';

/**
 * Keeps what was compiled until now where the launcher told Node to look at the next start. By itself
 * Node does so when a process ends, and a sidecar may be killed. Before Node 22.10 there is none.
 */
export function keepCompiled(): void {
  const { flushCompileCache } = nodeModule as Partial<typeof nodeModule>;
  flushCompileCache?.();
}
