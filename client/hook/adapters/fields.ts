/** Reads of JSON that somebody else wrote: what is not of the wanted type is absent. */

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : {};
}

/** The first of these fields that is a string. */
export function textOf(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string') return value;
  }
  return null;
}

/** The first of these fields that is there at all. */
export function valueOf(fields: Fields, ...names: readonly string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value !== undefined) ?? null;
}

/** A mark that programs write as text or as a number. */
export function markOf(fields: Fields, ...names: readonly string[]): string | null {
  const value = valueOf(fields, ...names);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** What a program passes on may be nested deeper than anything can be written: then it is one of those. */
export function writtenOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'nested too deeply';
  }
}
