import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';

/** On whose behalf, and where, something is connected. */
export interface Place {
  /** Watchstander's home. */
  readonly home: string;
  /** The person's home folder. */
  readonly userFolder: string;
  /** The folder at hand, for the scope `project`. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** A folder that an environment variable may name instead. */
export function folderOf(place: Place, variable: string, usual: string): string {
  const chosen = place.env[variable] ?? '';
  return chosen === '' ? join(place.userFolder, usual) : chosen;
}

/** The one file of ours that configurations name: it stays where it is when editors update. */
export function launcherFile({ home, platform }: Pick<Place, 'home' | 'platform'>): string {
  return join(home, homeLayout.bin, platform === 'win32' ? 'watchstander.cmd' : 'watchstander');
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** Windows starts a `.cmd` only through its shell. */
export function mcpCommand(place: Place): ServerCommand {
  const file = launcherFile(place);
  if (place.platform === 'win32') return { command: 'cmd', args: ['/c', file, 'mcp'] };
  return { command: file, args: ['mcp'] };
}

/** A line for the shell through which programs run their hooks. */
export function hookCommand(place: Place, harness: string, event: string): string {
  return `${quoted(launcherFile(place), place.platform)} hook ${harness} ${event}`;
}

function quoted(path: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `"${path}"`;
  return /^[\w@%+:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
