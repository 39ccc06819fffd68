import { WatchstanderError } from '../../../shared/errors.ts';
import { orAborted } from '../../connection/abortable.ts';
import { late, within } from '../../connection/retry.ts';
import { waitWithCancel } from '../screen/waiting.ts';
import type { Errand } from './errands.ts';
import type { Window, WindowState } from './window.ts';

export type Summoner = Pick<Window, 'state' | 'open' | 'onStateChanged' | 'clock'>;

/** A successor is there sooner: until then nothing is said. */
const patienceMs = 1_000;
/** One that hangs is replaced in half of it. */
const longestMs = 20_000;

/**
 * Does what a person asked for with the sidecar, and has one started where there is none, also where it
 * was stopped on purpose or failed: who pauses an agent needs that now, and not to be told how.
 * @returns undefined when they did not want to wait any longer.
 * @throws WatchstanderError that nothing was done and why no sidecar came, else what the work throws.
 */
export async function withSidecar<T>(
  window: Summoner,
  errand: Errand,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (window.state.kind === 'ready') return work();
  const coming = summon(window, errand);
  if ((await within(window.clock, patienceMs, coming)) === late) {
    const come = await waitWithCancel(errand.title, (signal) => orAborted(coming, signal));
    if (come === undefined) return undefined;
  }
  return work();
}

async function summon(window: Summoner, { undone }: Errand): Promise<'come'> {
  const settled = nextSettled(window);
  window.open();
  const state = await within(window.clock, longestMs, settled);
  if (state === late) {
    const why = `No sidecar answered for ${longestMs / 1_000} s.`;
    throw new WatchstanderError('UNAVAILABLE', `${undone} ${why}`, 'The log says what was tried.');
  }
  if (state.kind === 'failed') {
    throw new WatchstanderError('UNAVAILABLE', `${undone} ${state.message}`, state.nextStep);
  }
  return 'come';
}

function nextSettled(window: Summoner): Promise<WindowState> {
  return new Promise((resolve) => {
    const listening = window.onStateChanged((state) => {
      if (state.kind !== 'ready' && state.kind !== 'failed') return;
      listening.dispose();
      resolve(state);
    });
  });
}
