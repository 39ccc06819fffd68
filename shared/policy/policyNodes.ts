import type { Duration } from './duration.ts';

/** What a value may be. Ranges include both ends. */
export type Rule =
  | { readonly form: 'number' | 'count'; readonly range: readonly [number, number] }
  | { readonly form: 'choice' | 'choices'; readonly choices: readonly string[] }
  | { readonly form: 'duration'; readonly range: readonly [Duration, Duration] }
  | { readonly form: 'flag' | 'glob' | 'globs' };

interface Described {
  readonly meaning: string;
}

export interface Key<T = unknown> extends Described {
  readonly kind: 'key';
  readonly rule: Rule;
  readonly initial: T;
  readonly unit: string | null;
  /** May differ from agent to agent. */
  readonly perAgent: boolean;
  readonly isRequired: boolean;
}

/** A section has a node for each property of what it describes: the compiler holds it to that. */
export interface Section<T = Readonly<Record<string, unknown>>> extends Described {
  readonly kind: 'section';
  readonly keys: { readonly [K in keyof T]: NodeOf<T[K]> };
  /** How the numbers of this section have to follow each other, strictly. */
  readonly order: 'rising' | 'falling' | null;
}

export interface List extends Described {
  readonly kind: 'list';
  readonly item: AnySection;
}

export interface AnySection extends Described {
  readonly kind: 'section';
  readonly keys: Readonly<Record<string, Node>>;
  readonly order: Section['order'];
}

export type Node = Key | AnySection | List;

type Value = string | number | boolean | readonly unknown[];
type NodeOf<T> = [T] extends [Value] ? Key<T> : Section<T>;

export const mostListed = 1_000;
export const longestGlob = 256;

export function section<T>(
  meaning: string,
  keys: Section<T>['keys'],
  order: Section['order'] = null,
): Section<T> {
  return { kind: 'section', meaning, keys, order };
}

export function list(meaning: string, item: AnySection): List {
  return { kind: 'list', meaning, item };
}

type Notes = Described & { readonly unit?: string; readonly perAgent?: true };

function key<T>(rule: Rule, initial: T, notes: Notes): Key<T> {
  const { meaning, unit = null, perAgent = false } = notes;
  return { kind: 'key', rule, initial, meaning, unit, perAgent, isRequired: false };
}

type Range<T> = readonly [T, T];

export const number = (range: Range<number>, initial: number, notes: Notes): Key<number> =>
  key({ form: 'number', range }, initial, notes);

export const count = (range: Range<number>, initial: number, notes: Notes): Key<number> =>
  key({ form: 'count', range }, initial, notes);

export const span = (range: Range<Duration>, initial: Duration, notes: Notes): Key<Duration> =>
  key({ form: 'duration', range }, initial, notes);

export const choice = <T extends string>(
  choices: readonly T[],
  initial: NoInfer<T>,
  notes: Notes,
): Key<T> => key<T>({ form: 'choice', choices }, initial, notes);

export const choices = <T extends string>(
  of: readonly T[],
  initial: readonly NoInfer<T>[],
  notes: Notes,
): Key<readonly T[]> => key<readonly T[]>({ form: 'choices', choices: of }, initial, notes);

export const flag = (initial: boolean, notes: Notes): Key<boolean> =>
  key({ form: 'flag' }, initial, notes);

export const globs = (initial: readonly string[], notes: Notes): Key<readonly string[]> =>
  key({ form: 'globs' }, initial, notes);

/** A glob that has to be given. */
export const requiredGlob = (meaning: string): Key<string> => ({
  ...key({ form: 'glob' }, '*', { meaning }),
  isRequired: true,
});

/** What a section is when the file says nothing. */
export function initialOf<T>(tree: Section<T>): T {
  return initialValue(tree) as T;
}

function initialValue(node: Node): unknown {
  switch (node.kind) {
    case 'key':
      return node.initial;
    case 'section':
      return Object.fromEntries(
        Object.entries(node.keys).map(([name, child]) => [name, initialValue(child)]),
      );
    case 'list':
      return [];
  }
}

/** Every key with its path and its value in `values`, in the order of the tree. */
export function valuesOf(
  node: Node,
  values: unknown,
  path: readonly string[] = [],
): (readonly [path: readonly string[], value: unknown])[] {
  if (node.kind === 'key') return [[path, values]];
  if (node.kind === 'list') return [];
  return Object.entries(node.keys).flatMap(([name, child]) =>
    valuesOf(child, (values as Readonly<Record<string, unknown>>)[name], [...path, name]),
  );
}

/** The part of a section that may differ from agent to agent. */
export function perAgentPart(tree: AnySection): AnySection {
  const keys: Record<string, Node> = {};
  for (const [name, node] of Object.entries(tree.keys)) {
    if (node.kind === 'key' && node.perAgent) keys[name] = node;
    if (node.kind !== 'section') continue;
    const part = perAgentPart(node);
    if (Object.keys(part.keys).length > 0) keys[name] = part;
  }
  return { ...tree, keys };
}

/** The node at a path of keys and positions, or null. */
export function nodeAt(tree: Node, path: readonly (string | number)[]): Node | null {
  const [first, ...rest] = path;
  if (first === undefined) return tree;
  if (tree.kind === 'list') return typeof first === 'number' ? nodeAt(tree.item, rest) : null;
  if (tree.kind !== 'section' || typeof first === 'number') return null;
  const next = Object.hasOwn(tree.keys, first) ? tree.keys[first] : undefined;
  return next === undefined ? null : nodeAt(next, rest);
}
