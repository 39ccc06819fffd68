import type { PolicyFault } from './policyFault.ts';
import type { AnySection, Key, Node } from './policyNodes.ts';
import { policyTree } from './policyTree.ts';
import { dotted, type Path, type Source } from './source.ts';

/** Numbers that do not follow each other as they have to, in the policy and in each entry over it. */
export function orderFaults(source: Source): PolicyFault[] {
  const own = faultsIn(source, policyTree, []);
  const { agents } = policyTree.keys;
  const entries = source.has(['agents']) ? (source.find(['agents']).children ?? []) : [];
  if (agents?.kind !== 'list') return own;
  const { item } = agents;
  return [...own, ...entries.flatMap((_entry, at) => faultsIn(source, item, ['agents', at]))];
}

function faultsIn(source: Source, node: Node, path: Path): PolicyFault[] {
  if (node.kind !== 'section' || !source.has(path)) return [];
  const fault = node.order === null ? null : outOfOrder(source, node, path);
  const deeper = Object.entries(node.keys).flatMap(([name, child]) =>
    faultsIn(source, child, [...path, name]),
  );
  return fault === null ? deeper : [fault, ...deeper];
}

/** A section with an order has two numbers. */
function outOfOrder(source: Source, { keys, order }: AnySection, path: Path): PolicyFault | null {
  const [first = null, second = null] = Object.entries(keys).map(([name, key]) =>
    limitAt(source, key as Key, [...path, name]),
  );
  if (first === null || second === null) return null;
  const isRight = order === 'rising' ? first.value < second.value : first.value > second.value;
  if (isRight || !(first.isGiven || second.isGiven)) return null;
  const [told, other] = first.isGiven ? [first, second] : [second, first];
  const isToBeLess = (order === 'rising') === (told === first);
  const message =
    `${dotted(told.path)} is ${told.value}; it must be ${isToBeLess ? 'below' : 'above'} ` +
    `${dotted(other.path)}, which is ${other.value}${whence(other)}.`;
  return source.fault('out-of-order', message, source.find(told.path));
}

function whence({ isGiven, path }: Limit): string {
  if (isGiven) return '';
  return path[0] === 'agents' ? ' for all agents' : ' by default';
}

interface Limit {
  readonly path: Path;
  readonly value: number;
  readonly isGiven: boolean;
}

/**
 * The number there; without one, that of the policy for all agents, then the default. Null for what
 * may not stand there at all: that is a fault of its own, and one mistake is told once.
 */
function limitAt(source: Source, key: Key, path: Path): Limit | null {
  const forAll = path[0] === 'agents' ? path.slice(2) : path;
  const given = [path, forAll].find((each) => source.has(each));
  const value = given === undefined ? Number(key.initial) : soundNumber(source, key, given);
  return value === null ? null : { path, isGiven: given === path, value };
}

function soundNumber(source: Source, { rule }: Key, path: Path): number | null {
  const value: unknown = source.find(path).value;
  if (typeof value !== 'number' || (rule.form !== 'number' && rule.form !== 'count')) return null;
  const [least, most] = rule.range;
  return value >= least && value <= most ? value : null;
}
