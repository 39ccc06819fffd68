import * as vscode from 'vscode';
import { delay, systemClock } from '../../shared/clock.ts';
import { commandIds } from './commandIds.ts';
import type { LateWindow, Shown } from './lateWindow.ts';
import { offerToModels } from './models/modelOffers.ts';

/** What `activate` gives to others; the suites look at the window through it. */
export interface Api {
  shown(): Promise<Shown>;
}

let opened: Promise<LateWindow> | null = null;

/**
 * Only what has to be there at once: the commands and tools, because one of them may be why we are
 * activated.
 * The language client takes 60 to 150 ms to load, which is loaded when this has returned.
 */
export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('Watchstander', { log: true });
  context.subscriptions.push(log);
  const late = openLate(context, log);
  opened = late;
  for (const id of commandIds) {
    const run = async (...given: unknown[]): Promise<void> => (await late).run(id, given);
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
  const offers = offerToModels(context, async (name, given) => (await late).callTool(name, given));
  context.subscriptions.push(...offers);
  return { shown: async () => (await late).shown };
}

export async function deactivate(): Promise<void> {
  await (await opened)?.close();
}

async function openLate(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<LateWindow> {
  await delay(systemClock, 0);
  try {
    // A bundle of its own, beside this one.
    const { openLateWindow } = await import('./lateWindow.js');
    return openLateWindow(context, log);
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    throw error;
  }
}
