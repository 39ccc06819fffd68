import { getNodeValue } from 'jsonc-parser';
import { orderFaults } from './orderFaults.ts';
import type { Policy } from './policy.ts';
import type { PolicyFault } from './policyFault.ts';
import { policySchema } from './policySchema.ts';
import type { AnySection } from './policyNodes.ts';
import { defaultPolicy, policyTree } from './policyTree.ts';
import { Source } from './source.ts';
import { duplicateFaults, parseSource } from './syntaxFaults.ts';
import { valueFaults } from './valueFaults.ts';

/** A policy, or everything that is wrong with its text, in the order of the text. */
export type PolicyReading =
  | { readonly policy: Policy; readonly faults: readonly [] }
  | { readonly policy: null; readonly faults: readonly PolicyFault[] };

const mostFaults = 100;

/** Reads a policy file. Never throws; a text that is not sound as a whole is no policy at all. */
export function readPolicy(text: string): PolicyReading {
  // Editors count columns without the byte order mark.
  const source = parseSource(text.replace(/^\ufeff/, ''));
  return source instanceof Source ? readSource(source) : rejected(source);
}

function readSource(source: Source): PolicyReading {
  const result = policySchema.safeParse(getNodeValue(source.root));
  const issues = result.success ? [] : result.error.issues;
  const faults = [
    ...duplicateFaults(source),
    ...valueFaults(source, issues),
    ...orderFaults(source),
  ];
  if (!result.success || faults.length > 0) return rejected(faults);
  const { $schema: _ignored, ...given } = result.data;
  return { policy: fill(policyTree, defaultPolicy, given) as Policy, faults: [] };
}

function rejected(faults: readonly PolicyFault[]): PolicyReading {
  const sorted = [...faults].sort(
    ({ from: a }, { from: b }) => a.line - b.line || a.column - b.column,
  );
  return { policy: null, faults: sorted.slice(0, mostFaults) };
}

/** What is given, and the default of what is not. */
function fill(tree: AnySection, initial: object, given: object): object {
  const result: Record<string, unknown> = { ...initial };
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    const node = tree.keys[name];
    const isSection = node?.kind === 'section';
    result[name] = isSection ? fill(node, result[name] as object, value as object) : value;
  }
  return result;
}
