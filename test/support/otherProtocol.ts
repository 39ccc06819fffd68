import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protocolVersion, type ProtocolVersion } from '../../shared/protocol.ts';

const { major, minor } = protocolVersion;
/** Also as a minified bundle has it, where only the names of properties are left. */
const declared = new RegExp(`\\{\\s*major:\\s*${major},\\s*minor:\\s*${minor}\\s*\\}`);

/** Turns the bundles in a folder into those of another protocol version; nothing else changes. */
export function speakProtocol(folder: string, version: ProtocolVersion): void {
  const other = `{ major: ${version.major}, minor: ${version.minor} }`;
  let changed = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    const path = join(folder, name);
    const parts = readFileSync(path, 'utf8').split(declared);
    changed += parts.length - 1;
    if (parts.length > 1) writeFileSync(path, parts.join(other));
  }
  assert.ok(changed >= 2, `no bundle in ${folder} declares its protocol`);
}
