import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapters } from '../../client/hook/caller.ts';
import { Hook } from '../../client/hook/hook.ts';
import { neutralEventOf } from '../../client/hook/neutralEvent.ts';
import { canaryReason } from '../../shared/canary.ts';
import { systemClock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { denialOf } from '../../shared/hooks.ts';
import type { Harness } from '../../shared/model.ts';
import { HookFiles } from '../../server/hooks/hookFiles.ts';

/** One event as the hook gets it. */
export interface Given {
  readonly harness: Harness;
  readonly word: string;
  readonly text: string;
}

/**
 * A home in which every tool is denied: by a pause, or because nobody can be asked. In an empty one a
 * hook says nothing, whatever it gets, and nothing is shown by that.
 */
export class DeniedHome {
  private readonly home = mkdtempSync(join(tmpdir(), 'ws-fuzz-hook-'));
  private readonly pauses = new Map<string, string>();
  private unwatched = '';

  /** Those agents are paused; all others are without a sidecar. */
  async prepare(paused: readonly string[]): Promise<void> {
    mkdirSync(join(this.home, homeLayout.run), { recursive: true });
    const files = new HookFiles(this.home);
    for (const id of paused) this.pauses.set(id, denialOf(id, 'person', 'too much "fuzz"\n'));
    await files.mark(paused, (agent_id) => ({ agent_id, denied: this.pauses.get(agent_id) ?? '' }));
    await files.writeRules({ fail_closed: [{ match: '*', value: true }] });
    const said = this.hook({ harness: 'gemini', word: 'BeforeTool' }).runOut();
    this.unwatched = (JSON.parse(said) as { reason: string }).reason;
  }

  /** Whether something was said. Throws where it is not what its program takes for a deny. */
  async take(given: Given): Promise<boolean> {
    const said = await this.hook(given).take(given.text);
    const denied = this.denialOwed(given);
    assert.equal(said, denied === null ? '' : `${JSON.stringify(denied)}\n`);
    return said !== '';
  }

  dispose(): void {
    rmSync(this.home, { recursive: true });
  }

  private hook({ harness, word }: Pick<Given, 'harness' | 'word'>): Hook {
    const sidecarFile = join(this.home, 'none.js');
    return new Hook({
      home: this.home,
      sidecarFile,
      clock: systemClock,
      words: [harness, word],
    });
  }

  private denialOwed({ harness, word, text }: Given): unknown {
    const neutral = neutralEventOf(harness, word, valueOf(text));
    if (neutral === null) {
      const { phases, deny } = adapters[harness];
      const isBefore = Object.hasOwn(phases, word) && phases[word] === 'before';
      return isBefore ? deny(word, this.unwatched) : null;
    }
    const { params, event, agentIds, canary } = neutral;
    if (params.phase !== 'before') return null;
    const paused = agentIds.map((id) => this.pauses.get(id)).find((why) => why !== undefined);
    const why = canary === null ? (paused ?? this.unwatched) : canaryReason(canary);
    return adapters[params.harness].deny(event, why);
  }
}

/** What is no JSON is as good as nothing. */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
