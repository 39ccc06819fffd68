import { ageIn } from '../../shared/age.ts';
import { fill, type Words } from './words.ts';

export function describeAge(ageMs: number, words: Words): string {
  const { unit, count } = ageIn(ageMs);
  switch (unit) {
    case 'now':
      return words.now;
    case 'minutes':
      return fill(words.minutesAgo, count);
    case 'hours':
      return fill(words.hoursAgo, count);
    case 'days':
      return count === 1 ? words.dayAgo : fill(words.daysAgo, count);
  }
}

const precise = new Intl.DateTimeFormat(navigator.language, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});
const withSeconds = new Intl.DateTimeFormat(navigator.language, { timeStyle: 'medium' });
const withMinutes = new Intl.DateTimeFormat(navigator.language, { timeStyle: 'short' });
const ofDay = new Intl.DateTimeFormat(navigator.language, { month: 'short', day: 'numeric' });

export function showMoment(ms: number): string {
  return precise.format(ms);
}

/** Labels along an axis: the day where it changes, else the time as exactly as the steps ask for. */
export function timeLabels(splits: readonly number[], stepMs: number): string[] {
  let day = '';
  return splits.map((ms) => {
    const today = ofDay.format(ms);
    const isNewDay = day !== '' && today !== day;
    day = today;
    if (isNewDay || stepMs >= 86_400_000) return today;
    return (stepMs < 60_000 ? withSeconds : withMinutes).format(ms);
  });
}

/** As many digits as matter in a small place. */
export function showValue(value: number): string {
  return value.toFixed(3);
}
