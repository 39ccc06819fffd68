import * as vscode from 'vscode';
import { isConnected, preview, type Order } from '../../connect/connect.ts';
import { isFound } from '../../connect/found.ts';
import type { Harness } from '../../connect/harness.ts';
import { harnesses } from '../../connect/harnesses.ts';
import type { Place } from '../../connect/place.ts';
import { countFiles } from './fileCount.ts';

interface HarnessItem extends vscode.QuickPickItem {
  readonly harness?: Harness;
}

/** Those on this machine first. */
export async function pickHarness(place: Place): Promise<Harness | undefined> {
  const looked = await Promise.all(
    harnesses.map(async (harness) => ({ harness, found: await isFound(harness, place) })),
  );
  const here = looked.filter(({ found }) => found);
  const others = looked.filter(({ found }) => !found);
  const items: HarnessItem[] = [
    ...separated(vscode.l10n.t('On This Machine'), await itemsOf(here, place)),
    ...separated(vscode.l10n.t('Not Found Here'), await itemsOf(others, place)),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Connect an Agent'),
    placeHolder: vscode.l10n.t('Whose agents should report? What would be written is shown first.'),
  });
  return picked?.harness;
}

/** Only those of which something can be taken out, by orders that may be carried out here. */
export async function pickConnected(
  ordersOf: (harness: Harness) => Promise<Order[]>,
): Promise<Harness | undefined> {
  const items: HarnessItem[] = [];
  for (const harness of harnesses) {
    const changes = (await ordersOf(harness)).map(preview);
    const files = (await Promise.all(changes)).flat().length;
    const item = { label: harness.name, description: countFiles(files), harness };
    if (files > 0) items.push(item);
  }
  const placeHolder =
    items.length === 0 ? nothingConnected() : vscode.l10n.t('Whose entries to take out');
  const title = vscode.l10n.t('Disconnect an Agent');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.harness;
}

function nothingConnected(): string {
  if (vscode.workspace.isTrusted) return vscode.l10n.t('Nothing is connected.');
  return vscode.l10n.t('Nothing is connected everywhere; in Restricted Mode folders are not read.');
}

async function itemsOf(
  looked: readonly { readonly harness: Harness }[],
  place: Place,
): Promise<HarnessItem[]> {
  return Promise.all(
    looked.map(async ({ harness }) => {
      const state = await stateOf(harness, place);
      const untested = harness.tested ? [] : [vscode.l10n.t('untested')];
      return { label: harness.name, description: [...state, ...untested].join(', '), harness };
    }),
  );
}

/** A file that cannot be read is told of when it is picked. */
async function stateOf(harness: Harness, place: Place): Promise<string[]> {
  const isThere = await isConnected({ harness, scope: 'user', place }).catch(() => false);
  return isThere ? [vscode.l10n.t('connected')] : [];
}

function separated(label: string, items: readonly HarnessItem[]): HarnessItem[] {
  if (items.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
