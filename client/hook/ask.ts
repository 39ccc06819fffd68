import type { Clock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import type { HookAnswer, HookEventParams } from '../../shared/hooks.ts';
import { knock } from '../connection/knock.ts';

/** What came of telling the sidecar; `trouble` says in words why nobody answered. */
export type Asked =
  | { readonly kind: 'answered'; readonly answer: HookAnswer }
  | { readonly kind: 'absent' }
  /** It was told, and did not answer in time. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'trouble'; readonly trouble: string };

export interface Asking {
  readonly home: string;
  readonly clock: Clock;
  readonly withinMs: number;
}

/**
 * Tells the sidecar of this home what happened, once; it is not started. Told it is whoever waits how
 * long: what is written to a socket reaches a sidecar that is late, too.
 */
export async function ask(
  { home, clock, withinMs }: Asking,
  params: HookEventParams,
): Promise<Asked> {
  try {
    const questions = [{ method: 'watchstander/hookEvent', params }];
    const reached = await knock({ home, kind: 'hook', clock, withinMs, questions });
    if (reached === 'absent' || reached === 'silent') return { kind: reached };
    if (reached === 'leaving') return trouble('the sidecar is leaving');
    const [answer] = reached.answers as readonly HookAnswer[];
    return answer === undefined ? trouble('there was no answer') : { kind: 'answered', answer };
  } catch (error) {
    if (error instanceof WatchstanderError) return trouble(error.message);
    throw error;
  }
}

function trouble(words: string): Asked {
  return { kind: 'trouble', trouble: words };
}
