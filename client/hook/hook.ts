import { canaryReason } from '../../shared/canary.ts';
import type { Clock } from '../../shared/clock.ts';
import { harnesses } from '../../shared/hooks.ts';
import type { Harness } from '../../shared/model.ts';
import { ask, type Asked } from './ask.ts';
import { adapters } from './caller.ts';
import { logTrouble } from './hookLog.ts';
import { forgetHung, isHung, rememberHung } from './hungSidecar.ts';
import { neutralEventOf, type NeutralEvent } from './neutralEvent.ts';
import { findDenial, isFailClosed } from './pauseMarkers.ts';

/** What one run of the hook needs of its process. */
export interface HookPlace {
  readonly home: string;
  /** Absolute path of dist/sidecar.js: the start of a session starts it. */
  readonly sidecarFile: string;
  readonly clock: Clock;
  /** `<harness> [event]`: the event for programs that do not say it on stdin. */
  readonly words: readonly string[];
}

/** With the start of Node itself an answer takes less than 300 ms. */
const waitMs = 225;
/** Several times what a sidecar takes that is well, and little beside the start of a hook. */
const shortWaitMs = 10;

/** Everything that a hook says to its program; empty lets the program go on. */
export type Said = string;

/**
 * Takes one event and says what the program must be told. Never throws, never says anything but the
 * program's own format: a fault of ours must neither block a tool nor confuse a program.
 */
export class Hook {
  private readonly place: HookPlace;
  private readonly harness: Harness | null;
  private readonly event: string | null;
  private neutral: NeutralEvent | null = null;

  constructor(place: HookPlace) {
    const [name, event = null] = place.words;
    this.place = place;
    this.harness = harnesses.find((known) => known === name) ?? null;
    this.event = event;
  }

  async take(input: string): Promise<Said> {
    try {
      return await this.answer(input);
    } catch (error) {
      return this.fail(error);
    }
  }

  fail(error: unknown): Said {
    return this.giveUp(error instanceof Error ? `fault: ${error.stack ?? ''}` : String(error));
  }

  /** What is said when there is no more time for anything. */
  runOut(): Said {
    return this.giveUp(this.neutral === null ? 'no event came' : 'nobody could be told');
  }

  /** What is said when nobody could be asked: nothing, unless the policy wants it otherwise. */
  private giveUp(why: string): Said {
    const { harness, event, neutral, place } = this;
    const ids = neutral?.agentIds ?? [`${harness ?? 'unknown'}/?`];
    const isBlocked = this.isBefore() && isFailClosed(place.home, ids);
    const what = `${harness ?? String(place.words[0])} ${neutral?.event ?? event ?? ''}`;
    const outcome = isBlocked ? 'the tool is blocked' : 'goes on';
    logTrouble(place.home, place.clock, oneLine(`${what}: ${why}; ${outcome}`));
    return isBlocked ? this.deny(unwatched) : '';
  }

  private async answer(input: string): Promise<Said> {
    const { harness, event, place } = this;
    if (harness === null) return this.giveUp('no harness has this name');
    this.neutral = neutralEventOf(harness, event, parse(input));
    if (this.neutral === null)
      return this.giveUp(`no event with a session, ${input.length} characters`);
    const { params, agentIds, canary } = this.neutral;
    const isBefore = params.phase === 'before';
    if (canary !== null) return isBefore ? this.deny(canaryReason(canary)) : '';
    const denied = isBefore ? findDenial(place.home, agentIds) : null;
    const asked = await this.ask(this.neutral);
    if (denied !== null) return this.deny(denied);
    return this.settle(asked);
  }

  /** Where the policy blocks tools that nobody was asked about, waiting is worth it. */
  private async ask({ params, agentIds }: NeutralEvent): Promise<Asked> {
    const { home, clock } = this.place;
    const isShort = isHung(home, clock) && !isFailClosed(home, agentIds);
    const asked = await ask({ home, clock, withinMs: isShort ? shortWaitMs : waitMs }, params);
    if (isShort && asked.kind === 'answered') this.remember(forgetHung);
    if (!isShort && asked.kind === 'silent') this.remember(rememberHung);
    return asked;
  }

  /** For the hooks that come next; without it they are slower, and nothing else. */
  private remember(what: (home: string) => void): void {
    try {
      what(this.place.home);
    } catch (error) {
      logTrouble(this.place.home, this.place.clock, oneLine(String(error)));
    }
  }

  private async settle(asked: Asked): Promise<Said> {
    if (asked.kind === 'answered') {
      const { denied } = asked.answer;
      return denied !== null && this.isBefore() ? this.deny(denied) : '';
    }
    if (asked.kind === 'silent') return this.giveUp('no answer in time');
    if (asked.kind === 'trouble') return this.giveUp(asked.trouble);
    if (this.neutral?.params.phase !== 'sessionStart') return this.giveUp('no sidecar is running');
    const { home, sidecarFile, clock } = this.place;
    const { SidecarStarter } = await import('../connection/sidecarStarter.ts');
    new SidecarStarter({ home, kind: 'hook', sidecar: sidecarFile, clock }).launch();
    return '';
  }

  private isBefore(): boolean {
    if (this.neutral !== null) return this.neutral.params.phase === 'before';
    const phases = this.harness === null ? {} : adapters[this.harness].phases;
    return (
      this.event !== null && Object.hasOwn(phases, this.event) && phases[this.event] === 'before'
    );
  }

  private deny(reason: string): Said {
    const { harness, neutral, event } = this;
    const caller = neutral?.params.harness ?? harness;
    if (caller === null) return '';
    return `${JSON.stringify(adapters[caller].deny(neutral?.event ?? event ?? '', reason))}\n`;
  }
}

const unwatched =
  'Watchstander cannot be asked, and its policy (hooks.fail_closed) blocks tools meanwhile. ' +
  'Stop working and ask the user to run `watchstander doctor`.';

function parse(input: string): unknown {
  try {
    return JSON.parse(input) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 500);
}
