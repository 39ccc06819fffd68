import type { JsonEntry } from './jsonEntries.ts';
import * as json from './jsonEntries.ts';
import type { TomlTable } from './tomlTable.ts';
import * as toml from './tomlTable.ts';

/** A file of another program, and what of ours belongs in it. */
export type ConfigFile = {
  readonly path: string;
  readonly holds: string;
} & (
  | { readonly format: 'json'; readonly entries: readonly JsonEntry[] }
  | { readonly format: 'toml'; readonly table: TomlTable }
);

const byteOrderMark = '\uFEFF';

/** The text with ours in it; as it is when ours are there already. @throws ConfigFault */
export function withOurs(file: ConfigFile, text: string): string {
  return behindMark(text, (bare) => {
    if (file.format === 'toml') return toml.addTable(bare, file.table);
    return json.addEntries(bare, file.entries);
  });
}

/**
 * The text without ours. What an entry of ours took the place of is put back there.
 * @throws ConfigFault
 */
export function withoutOurs(file: ConfigFile, text: string, displaced: string | null): string {
  return behindMark(text, (bare) => {
    if (file.format === 'toml') return toml.removeTable(bare, file.table, displaced);
    return json.removeEntries(bare, file.entries, displaced);
  });
}

/** Whether ours are there, as they would be written now, and no others of ours. @throws ConfigFault */
export function hasOurs(file: ConfigFile, text: string): boolean {
  const bare = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  if (file.format === 'toml') return toml.hasTable(bare, file.table);
  return json.hasEntries(bare, file.entries);
}

/** What of somebody else's an entry of ours would take the place of, as it stands there. */
export function displacedBy(file: ConfigFile, text: string): string | null {
  const bare = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  if (file.format === 'toml') return toml.displacedTable(bare, file.table);
  return json.displacedEntry(bare, file.entries);
}

function behindMark(text: string, edit: (bare: string) => string): string {
  return text.startsWith(byteOrderMark) ? byteOrderMark + edit(text.slice(1)) : edit(text);
}
