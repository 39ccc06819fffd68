import { ageIn } from '../../../shared/age.ts';
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
  const { unit, count } = ageIn(ageMs);
  switch (unit) {
    case 'now':
      return t('now');
    case 'minutes':
      return t('{0} min ago', count);
    case 'hours':
      return t('{0} h ago', count);
    case 'days':
      return count === 1 ? t('1 day ago') : t('{0} days ago', count);
  }
}
