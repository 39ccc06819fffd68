import { mustBe } from './mustBe.ts';
import type { Key } from './policyNodes.ts';

/** Meaning, range, unit and default: "… A number from 0 to 1 (risk); default 0.3." */
export function describeKey(key: Key): string {
  const otherwise = key.isRequired ? 'required' : `default ${JSON.stringify(key.initial)}`;
  return `${key.meaning} ${describeValues(key)}; ${otherwise}.`;
}

/** What it may be, and its unit: "A number from 0 to 1 (risk)" */
export function describeValues({ rule, unit }: Key): string {
  const range = mustBe(rule);
  const inUnit = unit === null ? '' : ` (${unit})`;
  return `${range.charAt(0).toUpperCase()}${range.slice(1)}${inUnit}`;
}
