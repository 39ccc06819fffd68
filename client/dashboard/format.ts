import { fill, type Words } from './words.ts';

export function describeAge(ageMs: number, words: Words): string {
  const minutes = Math.floor(ageMs / 60_000);
  if (minutes < 1) return words.now;
  if (minutes < 60) return fill(words.minutesAgo, minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return fill(words.hoursAgo, hours);
  const days = Math.floor(hours / 24);
  return days === 1 ? words.dayAgo : fill(words.daysAgo, days);
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
