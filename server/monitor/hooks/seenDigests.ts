/**
 * Which results a session has seen: a set that is never changed, only followed by another one. It
 * is kept in pages so that adding copies one page, not thousands of digests.
 */
export type SeenDigests = readonly ReadonlySet<string>[];

/**
 * Digests remembered of one session, at most; beyond, the oldest page is forgotten. A forgotten
 * result counts as new when it comes again: that can end an alarm late in a session of this many
 * different results, never raise one.
 */
export const seenMax = 10_000;
const pageSize = 100;

export const nothingSeen: SeenDigests = [];

export function hasSeen(seen: SeenDigests, digest: string): boolean {
  return seen.some((page) => page.has(digest));
}

export function addSeen(seen: SeenDigests, digest: string): SeenDigests {
  if (hasSeen(seen, digest)) return seen;
  const last = seen.at(-1);
  if (last !== undefined && last.size < pageSize) {
    return [...seen.slice(0, -1), new Set([...last, digest])];
  }
  const isFull = seen.length === seenMax / pageSize;
  return [...(isFull ? seen.slice(1) : seen), new Set([digest])];
}
