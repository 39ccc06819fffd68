/**
 * The line on which a key of the policy is, as `health.risk`, or where its nearest section begins; 0
 * where not even that is there. A key that is commented out counts: there it can be set. By lines and
 * not by a parser, because a file with a mistake has to be opened as well.
 */
export function lineOfKey(text: string, key: string): number {
  const lines = text.split(/\r\n|\n|\r/);
  let found = 0;
  for (const name of key.split('.')) {
    const mark = `"${name}"`;
    const next = lines.findIndex((line, at) => at >= found && isKey(line, mark));
    if (next === -1) break;
    found = next;
  }
  return found;
}

function isKey(line: string, mark: string): boolean {
  const at = line.indexOf(mark);
  return at !== -1 && /^\s*:/.test(line.slice(at + mark.length));
}
