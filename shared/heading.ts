/**
 * "Critical: risk 0.36 reached 0.30." -> "risk 0.36 reached 0.30", for where one of `words` stands already.
 * Another heading is news there, as that of an agent which has ended, and stays.
 */
export function withoutHeading(message: string, words: readonly string[]): string {
  const text = message.replace(/\.$/u, '');
  const lowered = text.toLowerCase();
  const word = words.find((one) => lowered.startsWith(`${one}: `));
  return word === undefined ? text : text.slice(word.length + 2);
}
