import type { AgentRow, Harness } from '../../../../shared/model.ts';
import { inert } from '../../../../shared/text.ts';
import type { IconName, Translate } from '../../screen/scene.ts';
import { harnessIcon, harnessNames } from '../harnesses.ts';
import { groupOf, groups, groupTitle, type Group } from '../presentAgent.ts';

/** What the tree's first level is made of. */
export const groupings = ['health', 'harness', 'workspace'] as const;
export type Grouping = (typeof groupings)[number];

/** A group is known by what all its agents have in common; '' where that is not known. */
export function groupKey(row: AgentRow, grouping: Grouping): string {
  switch (grouping) {
    case 'health':
      return groupOf(row);
    case 'harness':
      return row.harness ?? '';
    case 'workspace':
      return row.workspace ?? '';
  }
}

/** The worst first where that is what they are; else by name, the unknown last. */
export function compareGroups(one: string, other: string, grouping: Grouping): number {
  if (grouping === 'health') return urgencyOf(one as Group) - urgencyOf(other as Group);
  if (one === '' || other === '') return Number(one === '') - Number(other === '');
  return nameOf(one, grouping).localeCompare(nameOf(other, grouping)) || one.localeCompare(other);
}

/** 0 is what needs a person first. */
export function urgencyOf(group: Group): number {
  return groups.indexOf(group);
}

export function groupName(key: string, grouping: Grouping, t: Translate): string {
  switch (grouping) {
    case 'health':
      return groupTitle(key as Group, t);
    case 'harness':
      return key === '' ? t('Program Not Known') : nameOf(key, grouping);
    case 'workspace':
      return key === '' ? t('Folder Not Known') : nameOf(key, grouping);
  }
}

/** What the name leaves out; null when nothing. */
export function groupDetail(key: string, grouping: Grouping): string | null {
  return grouping === 'workspace' && key !== '' ? inert(key) : null;
}

export function iconOfGroup(key: string, grouping: Grouping): IconName | null {
  switch (grouping) {
    case 'health':
      return null;
    case 'harness':
      return harnessIcon(key === '' ? null : (key as Harness));
    case 'workspace':
      return { id: key === '' ? 'question' : 'folder', color: null };
  }
}

export function groupingName(grouping: Grouping, t: Translate): string {
  switch (grouping) {
    case 'health':
      return t('by health');
    case 'harness':
      return t('by program');
    case 'workspace':
      return t('by folder');
  }
}

function nameOf(key: string, grouping: Grouping): string {
  if (grouping === 'harness') return harnessNames[key as Harness];
  const last = key.split(/[/\\]/u).findLast((part) => part !== '');
  return inert(last ?? key);
}
