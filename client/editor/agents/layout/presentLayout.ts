import { inert } from '../../../../shared/text.ts';
import type { Translate } from '../../screen/scene.ts';
import type { Layout } from './arrangement.ts';
import { groupingName } from './grouping.ts';

export interface LayoutSubject {
  readonly layout: Layout;
  /** Agents that are shown. */
  readonly matching: number;
  /** Agents that there are. */
  readonly total: number;
}

export interface LayoutView {
  /** Beside the view's title; empty where agents are shown as usual. */
  readonly description: string;
  /** Above the rows; null when they speak for themselves. */
  readonly message: string | null;
}

/** Says what is left out, so that nobody takes a part for the whole. */
export function presentLayout(
  { layout, matching, total }: LayoutSubject,
  t: Translate,
): LayoutView {
  const { grouping, filter } = layout;
  const grouped = grouping === 'health' ? [] : [groupingName(grouping, t)];
  if (filter === '') return { description: grouped.join(' · '), message: null };
  const shown = inert(filter, 40);
  const filtered = t('“{0}”: {1} of {2}', shown, matching, total);
  const none = t('No agent has “{0}” in its id, health, program, folder or tags.', shown);
  return {
    description: [...grouped, filtered].join(' · '),
    message: matching === 0 ? none : null,
  };
}
