import type * as vscode from 'vscode';
import { access } from 'node:fs/promises';
import process from 'node:process';
import type { Clock } from '../../../shared/clock.ts';
import type { Disposable } from '../../../shared/lifecycle.ts';
import { launcherFile } from '../../connect/place.ts';
import type { ConnectCommandId } from '../commandIds.ts';
import type { Connector } from './connectAgent.ts';

export interface ConnectParts {
  readonly home: () => string;
  /** The folder with the bundles. */
  readonly dist: string;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  /** Ends with the window. */
  readonly own: (item: Disposable) => void;
}

export type ConnectCommands = Readonly<Record<ConnectCommandId, () => unknown>>;

export function createConnectCommands(parts: ConnectParts): ConnectCommands {
  let opened: Promise<Connector> | null = null;
  const connector = (): Promise<Connector> => (opened ??= openConnector(parts));
  return {
    'watchstander.connectAgent': async () => (await connector()).connect(),
    'watchstander.disconnectAgent': async () => (await connector()).disconnect(),
  };
}

/**
 * The programs of agents go on with what they have until this is done, so it may take its time; and
 * where nothing is connected, there is nothing to load.
 */
export async function followLauncher(parts: ConnectParts): Promise<void> {
  try {
    await access(launcherFile({ home: parts.home(), platform: process.platform }));
  } catch {
    // Nothing has been connected from this home.
    return;
  }
  try {
    await (await openConnector(parts)).repoint();
  } catch (error) {
    parts.log.warn(`the launcher could not be pointed to this version: ${String(error)}`);
  }
}

/** A bundle of its own: most windows never need it. */
async function openConnector(parts: ConnectParts): Promise<Connector> {
  const late = await import('./connectAgent.js');
  return late.openConnector(parts);
}
