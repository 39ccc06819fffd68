import type { Bounds } from '../messages.ts';
import type { Measure } from '../points.ts';
import type { Word } from '../words.ts';
import {
  coherenceBands,
  coherenceScale,
  looseScale,
  riskBands,
  riskScale,
  type Band,
  type Interval,
} from './scale.ts';

export interface Limits {
  readonly risk: Bounds;
  readonly coherence: Bounds;
}

/** A line on a chart where one health ends and another begins. */
export interface Limit {
  readonly value: number;
  readonly level: Band['level'];
  readonly label: Word;
  /** Where this level is. */
  readonly side: 'above' | 'below';
}

/** One chart: what it shows, and how. */
export interface Panel {
  readonly title: Word;
  readonly measures: readonly Measure[];
  readonly heightPx: number;
  scale(extent: Interval, limits: Limits): Interval;
  bands(limits: Limits): readonly Band[];
  limits(limits: Limits): readonly Limit[];
}

const unjudged: Pick<Panel, 'bands' | 'limits'> = { bands: () => [], limits: () => [] };

export const panels: readonly Panel[] = [
  {
    title: 'risk',
    measures: ['risk'],
    heightPx: 168,
    scale: ([, high], { risk }) => riskScale(high, risk),
    bands: ({ risk }) => riskBands(risk),
    limits: ({ risk }) => [
      { value: risk.degraded, level: 'critical', label: 'criticalFrom', side: 'above' },
      { value: risk.healthy, level: 'degraded', label: 'degradedFrom', side: 'above' },
    ],
  },
  {
    title: 'coherence',
    measures: ['coherence'],
    heightPx: 150,
    scale: ([low], { coherence }) => coherenceScale(low, coherence),
    bands: ({ coherence }) => coherenceBands(coherence),
    limits: ({ coherence }) => [
      { value: coherence.degraded, level: 'critical', label: 'criticalUnder', side: 'below' },
      { value: coherence.healthy, level: 'degraded', label: 'degradedUnder', side: 'below' },
    ],
  },
  {
    ...unjudged,
    title: 'energies',
    measures: ['E', 'I', 'S', 'V'],
    heightPx: 190,
    scale: ([low, high]) => looseScale(low, high, 0.2),
  },
  {
    ...unjudged,
    title: 'budget',
    measures: ['lambda1'],
    heightPx: 120,
    scale: ([low, high]) => looseScale(low, high, 0.02),
  },
];

/** As a person calls it: symbols of the model stay what they are. */
export function measureName(measure: Measure, words: Readonly<Record<Word, string>>): string {
  if (measure === 'risk' || measure === 'coherence') return words[measure];
  return measure === 'lambda1' ? 'λ₁' : measure;
}
