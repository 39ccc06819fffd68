/** How long ago something was, in the one unit that says enough. */
export interface Age {
  readonly unit: 'now' | 'minutes' | 'hours' | 'days';
  /** Whole ones that have passed. */
  readonly count: number;
}

/** The words are those of each screen, where translators find them. */
export function ageIn(ageMs: number): Age {
  const minutes = Math.floor(ageMs / 60_000);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? { unit: 'hours', count: hours }
    : { unit: 'days', count: Math.floor(hours / 24) };
}
