import { timestamp, type Clock } from '../../../shared/clock.ts';
import type { Disposable } from '../../../shared/lifecycle.ts';
import type { CleanupAct, PlannedCleanup } from '../../../shared/processes.ts';
import type { Log } from '../log.ts';
import { findAll, type Finding, type Scene } from './findings.ts';
import { lookMs, SilenceBook } from './silence.ts';

/** So long after it was last asked for is a watch kept up; nothing is looked at without a reason. */
const patienceMs = 120_000;
const actsKept = 50;

/**
 * Clears up after processes that ended badly: at start everything found then, later what a person
 * approved. What has to be watched first is looked at every few seconds until it is settled.
 */
export class Reaper implements Disposable {
  private readonly scene: Scene;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly silence: SilenceBook;
  private readonly approved = new Set<string>();
  private findings: readonly Finding[] = [];
  private acts: CleanupAct[] = [];
  private untilMs = 0;
  private looking: Promise<void> | null = null;
  private timer: Disposable | null = null;
  private isDisposed = false;

  constructor(scene: Scene, log: Log) {
    this.scene = scene;
    this.clock = scene.clock;
    this.log = log;
    this.silence = new SilenceBook(scene.clock);
  }

  /** Newest first. */
  get cleaned(): readonly CleanupAct[] {
    return this.acts;
  }

  /** What would be done, as of the last look. */
  get planned(): readonly PlannedCleanup[] {
    return this.findings.flatMap(({ target, judgement }) => {
      if (judgement.act === 'leave') return [];
      const { act, why } = judgement;
      return [{ ...target, act, why, wait_ms: act === 'end' ? Math.ceil(judgement.waitMs) : 0 }];
    });
  }

  /** Looks, and approves of all that is found: nobody can need it. */
  async begin(): Promise<void> {
    await this.look();
    this.approve(this.planned.map(({ id }) => id));
    await this.look();
  }

  /** These are done as soon as they may be; `look` does what may be done at once. */
  approve(ids: readonly string[]): void {
    for (const id of ids) this.approved.add(id);
  }

  /** Settles when everything is looked at and what was due is done. */
  async look(): Promise<void> {
    this.untilMs = this.clock.monotonicMs() + patienceMs;
    // The one that is under way may have passed what this one is for.
    await this.looking;
    await this.lookNow();
  }

  /** When no look is under way. */
  async settled(): Promise<void> {
    await this.looking;
  }

  dispose(): void {
    this.isDisposed = true;
    this.timer?.dispose();
  }

  private lookNow(): Promise<void> {
    this.looking ??= this.lookOnce()
      .catch((error: unknown) => this.log(`cleanup: could not look: ${String(error)}`))
      .finally(() => {
        this.looking = null;
        this.lookAgain();
      });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    this.findings = await findAll(this.scene, this.silence);
    const found = new Set(this.findings.map(({ target }) => target.id));
    for (const id of this.approved) if (!found.has(id)) this.approved.delete(id);
    const due = this.findings.filter((finding) => this.isDue(finding));
    await Promise.all(due.map((finding) => this.perform(finding)));
    this.findings = this.findings.filter((finding) => !due.includes(finding));
  }

  private isDue({ target, judgement }: Finding): boolean {
    if (this.isDisposed || !this.approved.has(target.id)) return false;
    return judgement.act === 'remove' || (judgement.act === 'end' && judgement.waitMs === 0);
  }

  private async perform({ target, judgement, act }: Finding): Promise<void> {
    if (judgement.act === 'leave') return;
    const outcome = (await this.isDone(target.what, act)) ? 'done' : 'failed';
    this.approved.delete(target.id);
    const { act: kind, why } = judgement;
    this.acts.unshift({ ...target, act: kind, why, outcome, at: timestamp(this.clock) });
    this.acts = this.acts.slice(0, actsKept);
    const [did, tried] = kind === 'end' ? ['ended', 'end'] : ['removed', 'remove'];
    this.log(`cleanup: ${outcome === 'done' ? did : `could not ${tried}`} ${target.what}: ${why}`);
  }

  private async isDone(what: string, act: Finding['act']): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      this.log(`cleanup: ${what}: ${String(error)}`);
      return false;
    }
  }

  /** Only while something has to be watched, and somebody still wants it. */
  private lookAgain(): void {
    this.timer?.dispose();
    this.timer = null;
    const isWatched = this.findings.some(({ judgement }) => judgement.act !== 'leave');
    if (!isWatched || this.isDisposed || this.clock.monotonicMs() > this.untilMs) return;
    this.timer = this.clock.after(lookMs, () => void this.lookNow());
  }
}
