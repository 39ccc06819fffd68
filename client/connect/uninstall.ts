import { dirname } from 'node:path';
import { readConfig } from './config/configFile.ts';
import { apply } from './connect.ts';
import { disconnectOrders } from './disconnect.ts';
import { harnesses } from './harnesses.ts';
import { launchersIn } from './config/launchersIn.ts';
import type { Place } from './place.ts';

/**
 * Takes everything of ours out of every program's files: the person's own, and those of the projects
 * that receipts tell of. The home may have been chosen by a setting, which is not known here any more,
 * but the entries name it. Returns what could not be done; the rest is.
 */
export async function removeEverything(place: Place): Promise<string[]> {
  const troubles: string[] = [];
  for (const home of await homesOf(place)) {
    for (const harness of harnesses) {
      for (const order of await disconnectOrders(harness, { ...place, home })) {
        await apply(order).catch((error: unknown) => {
          troubles.push(error instanceof Error ? error.message : String(error));
        });
      }
    }
  }
  return troubles;
}

/** Those that the entries name come first: only from there they can be undone to the byte. */
async function homesOf(place: Place): Promise<Set<string>> {
  const homes = new Set<string>();
  for (const harness of harnesses) {
    for (const file of harness.files(place, 'user')) {
      const { text } = await readConfig(file.path).catch(() => ({ text: null }));
      for (const launcher of launchersIn(text ?? '')) homes.add(dirname(dirname(launcher)));
    }
  }
  return homes.add(place.home);
}
