import type { Health } from '../../../shared/model.ts';

export type Tone = 'good' | 'warning' | 'bad' | 'faint' | 'strong';

/** Colours a text, or leaves it alone where colours are not wanted. */
export type Paint = (text: string, tone: Tone | undefined) => string;

const codes: Record<Tone, readonly [number, number]> = {
  good: [32, 39],
  warning: [33, 39],
  bad: [31, 39],
  faint: [2, 22],
  strong: [1, 22],
};

/** All that ever steers the terminal. */
export const paintCodes: readonly number[] = Object.values(codes).flat();

export const plain: Paint = (text) => text;

export const coloured: Paint = (text, tone) => {
  if (tone === undefined || text === '') return text;
  const [on, off] = codes[tone];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

/** Colours are for people: a terminal that wants them (https://no-color.org). */
export function choosePaint(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  const isRefused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isTerminal && !isRefused ? coloured : plain;
}

export function healthTone(health: Health | 'unknown'): Tone {
  switch (health) {
    case 'healthy':
      return 'good';
    case 'degraded':
      return 'warning';
    case 'critical':
      return 'bad';
    case 'unknown':
      return 'faint';
  }
}
