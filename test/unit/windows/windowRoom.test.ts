import assert from 'node:assert/strict';
import { test } from 'mocha';
import type { Session } from '../../../server/socket/session.ts';
import type { WindowSources } from '../../../server/windows/windowFeed.ts';
import { WindowRoom } from '../../../server/windows/windowRoom.ts';

/** A session of a window, and what makes it ready. */
function openIn(room: WindowRoom, id: number): { session: Session; becomesReady: () => void } {
  const heard: (() => void)[] = [];
  const window = { onReady: (listener: () => void) => heard.push(listener) };
  const session = { id, window } as unknown as Session;
  room.opened(session);
  return { session, becomesReady: () => heard.forEach((listener) => listener()) };
}

test('a window that is ready after its end is fed nothing: what it sent before is read late', async () => {
  // Whoever is fed asks these, and finds nothing.
  const room = new WindowRoom({} as WindowSources);
  await room.lines();
  const [open, closed] = [openIn(room, 1), openIn(room, 2)];
  room.closed(closed.session);
  assert.doesNotThrow(closed.becomesReady);
  assert.throws(open.becomesReady, TypeError);
});
