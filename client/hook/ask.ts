import type { Clock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import type { HookAnswer, HookEventParams } from '../../shared/hooks.ts';
import { exchange, Refused, Unanswered } from '../connection/exchange.ts';
import { knock } from '../connection/knock.ts';

/** What came of telling the sidecar; `trouble` says in words why nobody answered. */
export type Asked =
  | { readonly kind: 'answered'; readonly answer: HookAnswer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'trouble'; readonly trouble: string };

/** Longer than a hook waits for anything. */
const withinMs = 2_000;

/** Tells the sidecar of this home what happened, once; it is not started. */
export async function ask(home: string, clock: Clock, params: HookEventParams): Promise<Asked> {
  try {
    const reached = await knock({ home, kind: 'hook', clock, withinMs });
    if (reached === 'absent') return { kind: 'absent' };
    if (typeof reached === 'string') return trouble(`the sidecar is ${reached}`);
    const question = { method: 'watchstander/hookEvent', params, withinMs };
    const answer = await exchange<HookAnswer>(reached.socket, question, clock);
    return { kind: 'answered', answer };
  } catch (error) {
    if (error instanceof Refused) return trouble(`refused: ${error.failure.code}`);
    if (error instanceof Unanswered) return trouble(error.message);
    if (error instanceof WatchstanderError) return trouble(error.message);
    throw error;
  }
}

function trouble(words: string): Asked {
  return { kind: 'trouble', trouble: words };
}
