/** Reads a text of an answer of unknown shape, by the names that lead to it. */
export function textIn(answer: unknown, ...names: readonly string[]): string | undefined {
  let value = answer;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' ? value : undefined;
}

/** `reason` when the answer denies. */
export function reasonIf(
  decision: string | undefined,
  reason: string | undefined,
): string | undefined {
  return decision === 'deny' ? (reason ?? '') : undefined;
}
