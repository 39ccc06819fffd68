import type * as z from 'zod/mini';
import { nearest } from './nearest.ts';
import type { FaultCode, PolicyFault } from './policyFault.ts';
import { nodeAt, type Rule } from './policyNodes.ts';
import { policyTree } from './policyTree.ts';
import { dotted, type Path, type Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** More than anybody reads at once. */
const mostKeys = 100;

/** What is wrong with the values, each at its place. */
export function valueFaults(source: Source, issues: readonly Issue[]): PolicyFault[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path;
    return issue.code === 'unrecognized_keys'
      ? issue.keys.slice(0, mostKeys).map((key) => unknownKey(source, path, key))
      : [badValue(source, path, issue)];
  });
}

function unknownKey(source: Source, path: Path, key: string): PolicyFault {
  const within = path.length === 0 ? 'the policy' : dotted(path);
  const at = source.findKey(path, key);
  const meant = nearest(key, keysAt(path));
  if (isForAllOnly(path, key)) {
    const message = `${key} is for all agents; it cannot be set for single ones.`;
    return source.fault('unknown-key', message, at);
  }
  const hint = meant === null ? '' : ` Did you mean ${JSON.stringify(meant)}?`;
  const message = `${JSON.stringify(key)} is not a key of ${within}.${hint}`;
  return source.fault('unknown-key', message, at, meant === null ? null : JSON.stringify(meant));
}

function keysAt(path: Path): readonly string[] {
  const node = nodeAt(policyTree, path);
  return node?.kind === 'section' ? Object.keys(node.keys) : [];
}

/** A key that the policy has, but not for single agents. */
function isForAllOnly(path: Path, key: string): boolean {
  const [first, _index, ...inside] = path;
  return first === 'agents' && nodeAt(policyTree, [...inside, key]) !== null;
}

function badValue(source: Source, path: Path, issue: Issue): PolicyFault {
  const name = path.length === 0 ? 'The policy' : dotted(path);
  if (!source.has(path)) {
    return source.fault(
      'missing-key',
      `${name} is missing; it ${issue.message}.`,
      source.find(path),
    );
  }
  const node = source.find(path);
  const value: unknown = node.value;
  const given = value === undefined ? '' : `, not ${JSON.stringify(value).slice(0, 80)}`;
  const meant = typeof value === 'string' ? nearest(value, choicesAt(path)) : null;
  const hint = meant === null ? '' : ` Did you mean ${JSON.stringify(meant)}?`;
  const message = `${name} ${issue.message}${given}.${hint}`;
  return source.fault(codeOf(issue), message, node, meant === null ? null : JSON.stringify(meant));
}

/** What may stand there: for an entry of a list what the list may hold. */
function choicesAt(path: Path): readonly string[] {
  const isEntry = typeof path.at(-1) === 'number';
  const node = nodeAt(policyTree, isEntry ? path.slice(0, -1) : path);
  const rule: Rule | null = node?.kind === 'key' ? node.rule : null;
  return rule !== null && 'choices' in rule ? rule.choices : [];
}

function codeOf(issue: Issue): FaultCode {
  switch (issue.code) {
    case 'too_small':
    case 'too_big':
      return 'out-of-range';
    case 'invalid_value':
      return 'not-a-choice';
    case 'custom':
      return (issue.params?.['code'] as FaultCode | undefined) ?? 'wrong-form';
    default:
      return 'wrong-type';
  }
}
