import type { Sidecar } from './pages.ts';

/** Settles as the work does, or rejects with the reason of the signal as soon as that is given. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A sidecar that is asked nothing, and waited for no more, once the signal is given. */
export function abortable(sidecar: Sidecar, signal: AbortSignal): Sidecar {
  return {
    request: async (method, params) => {
      signal.throwIfAborted();
      return orAborted(sidecar.request(method, params), signal);
    },
  };
}
