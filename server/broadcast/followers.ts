import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';

/** They are told at once, then at most this often. */
export const tellingMs = 100;

/** From which revision to which a message leads: who misses one notices, and asks for a listing. */
export interface Step {
  readonly previous: number;
  readonly revision: number;
}

/** Those who are told of changes, each with the revision that it was told last. */
export class Followers<Follower> {
  private readonly reached = new Map<Follower, number>();

  /** What there is at `revision` it asks for itself. */
  add(follower: Follower, revision: number): Disposable {
    this.reached.set(follower, revision);
    return toDisposable(() => this.reached.delete(follower));
  }

  get isEmpty(): boolean {
    return this.reached.size === 0;
  }

  all(): Iterable<Follower> {
    return this.reached.keys();
  }

  /** In pages; only the last one leads to the new revision. */
  tell<Page>(
    pages: readonly Page[],
    revision: number,
    say: (follower: Follower, page: Page, step: Step) => void,
  ): void {
    pages.forEach((page, at) => {
      const isLast = at === pages.length - 1;
      for (const [follower, previous] of this.reached) {
        const step = { previous, revision: isLast ? revision : previous };
        this.reached.set(follower, step.revision);
        say(follower, page, step);
      }
    });
  }

  clear(): void {
    this.reached.clear();
  }
}
