import type { PastAgent, PastStep } from './pastFleet.ts';

const minuteMs = 60_000;

/** Well, then worse and worse, paused by a person, resumed, and well again: 320 check-ins of an hour. */
const story: readonly PastStep[] = [
  ...steadily(110, 0),
  ...sliding(40, 0, 0.16),
  ...steadily(30, 0.14),
  ...sliding(24, 0.16, 0.6),
  ...steadily(14, 0.6),
  { act: 'pause' },
  ...Array.from({ length: 40 }, (): PastStep => 'rest'),
  { act: 'resume' },
  ...sliding(12, 0.3, 0),
  ...steadily(90, 0),
];

export const storyId = 'refactor-billing';

/** A fleet as one has it on an afternoon. */
export const pastStory: readonly PastAgent[] = [
  { id: storyId, everyMs: 9_000, steps: story },
  { id: 'migrate-schema', everyMs: 15_000, steps: [...steadily(60, 0), ...sliding(20, 0, 0.7)] },
  {
    id: 'review-pull-requests',
    everyMs: 40_000,
    steps: [...steadily(50, 0), ...steadily(12, 0.075)],
  },
  { id: 'write-docs', everyMs: 30_000, steps: steadily(80, 0) },
  { id: 'fix-flaky-tests', everyMs: 25_000, steps: steadily(70, 0.01) },
  { id: 'claude-code/7f3a91', everyMs: 20_000, steps: steadily(45, 0) },
  { id: 'codex/9f00aa12', everyMs: 2 * minuteMs, steps: steadily(30, 0) },
  { id: 'upgrade-dependencies', everyMs: 30_000, steps: [...steadily(40, 0), { act: 'pause' }] },
];

function steadily(count: number, drift: number): PastStep[] {
  return Array.from({ length: count }, () => ({ drift }));
}

function sliding(count: number, from: number, to: number): PastStep[] {
  return Array.from({ length: count }, (_, at) => ({ drift: from + ((to - from) * at) / count }));
}
