import type { Freshness } from '../fleet.ts';

/** Words in the user's language; `{0}` stands for the first value. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** What a text depends on besides its subject. */
export interface Scene {
  readonly t: Translate;
  readonly nowMs: number;
  readonly freshness: Freshness;
}

/** An icon and a theme colour by their VS Code names; null is the colour of the text beside it. */
export interface IconName {
  readonly id: string;
  readonly color: string | null;
}

export function describeAge(ageMs: number, t: Translate): string {
  const minutes = Math.floor(ageMs / 60_000);
  if (minutes < 1) return t('now');
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('{0} h ago', hours);
  const days = Math.floor(hours / 24);
  return days === 1 ? t('1 day ago') : t('{0} days ago', days);
}
