/** A length of time as the policy file writes it: a whole number and its unit. */
export type Duration = `${number}${keyof typeof unitMs}`;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const form = /^(\d{1,9})(ms|s|m|h|d)$/;

/** Milliseconds, or null for what is no duration. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = form.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  return Number(amount) * unitMs[unit as keyof typeof unitMs];
}

export function durationMs(duration: Duration): number {
  const ms = parseDuration(duration);
  if (ms === null) throw new Error(`${duration} is no duration.`);
  return ms;
}

/** The same as a regular expression, for schemas. */
export const durationPattern = form.source;
