import type { Order } from './connect.ts';
import type { Harness } from './harness.ts';
import type { Place } from './place.ts';
import { listReceipts } from './receipts.ts';

/** Everywhere that a program may have been connected: for the person, here, and where receipts tell of. */
export async function disconnectOrders(harness: Harness, place: Place): Promise<Order[]> {
  const projects = await connectedProjects(place.home, harness.id);
  // In the person's own folder both scopes mean the same files.
  const others = [...new Set([place.project, ...projects])].filter(
    (path) => path !== place.userFolder,
  );
  return [
    { act: 'disconnect', harness, scope: 'user', place },
    ...others.map<Order>((project) => {
      return { act: 'disconnect', harness, scope: 'project', place: { ...place, project } };
    }),
  ];
}

async function connectedProjects(home: string, harness: Harness['id']): Promise<string[]> {
  const receipts = await listReceipts(home);
  return receipts
    .filter((receipt) => receipt.harness === harness && receipt.scope === 'project')
    .map(({ project }) => project);
}
