import { isDeepStrictEqual } from 'node:util';
import { getNodeValue, type Node } from 'jsonc-parser';
import { ConfigFault } from './configFault.ts';
import {
  beginDocument,
  endOf,
  insertChild,
  isBare,
  parseConfig,
  removeChild,
  renderInPlace,
  replaceNode,
} from './jsonText.ts';
import { isOurHook, isOurServer } from './ours.ts';

/** Something of ours in a JSON file. `at` names the object or list that holds it. */
export type JsonEntry =
  | { readonly kind: 'server'; readonly at: Path; readonly key: string; readonly value: unknown }
  | { readonly kind: 'hook'; readonly at: Path; readonly value: unknown }
  /** Without it the program does not read the file; it is not taken out again. */
  | { readonly kind: 'needed'; readonly at: Path; readonly key: string; readonly value: unknown };

type Path = readonly string[];

/** @throws ConfigFault */
export function addEntries(text: string, entries: readonly JsonEntry[]): string {
  const hooks = entries.filter((entry) => entry.kind === 'hook');
  const others = entries.filter(({ kind }) => kind !== 'hook');
  return addHooks(others.reduce(addEntry, text), hooks);
}

/** @throws ConfigFault */
export function hasEntries(text: string, entries: readonly JsonEntry[]): boolean {
  const root = parseConfig(text);
  if (root === null) return false;
  const hooks = entries.filter(({ kind }) => kind === 'hook');
  return (
    entries.every((entry) => hasEntry(root, entry)) &&
    findOurHooks(root, entries).length === hooks.length
  );
}

/** @throws ConfigFault */
export function removeEntries(
  text: string,
  entries: readonly JsonEntry[],
  displaced: string | null,
): string {
  const withoutServers = entries.reduce(
    (rest, entry) => (entry.kind === 'server' ? removeServer(rest, entry, displaced) : rest),
    text,
  );
  return removeHooks(withoutServers, entries);
}

/** @throws ConfigFault */
export function displacedEntry(text: string, entries: readonly JsonEntry[]): string | null {
  const root = parseConfig(text);
  for (const entry of entries) {
    if (entry.kind !== 'server' || root === null) continue;
    const node = valueAt(root, [...entry.at, entry.key]);
    if (node === undefined || isOurServer(getNodeValue(node))) continue;
    return text.slice(node.offset, node.offset + node.length);
  }
  return null;
}

type HookEntry = JsonEntry & { readonly kind: 'hook' };

/** At once where there are no hooks yet; else one after the other, each behind those of its event. */
function addHooks(text: string, hooks: readonly HookEntry[]): string {
  const at = hooks[0]?.at.slice(0, -1) ?? [];
  const root = parseConfig(text);
  const holder = root === null ? undefined : valueAt(root, at);
  const [key] = at;
  if (root?.type !== 'object' || at.length !== 1 || key === undefined || holder !== undefined) {
    return hooks.reduce<string>(addEntry, text);
  }
  const events = hooks.map(({ at: path, value }) => [path.at(-1) ?? '', [value]] as const);
  return insertChild(text, root, key, Object.fromEntries(events));
}

function addEntry(text: string, entry: JsonEntry): string {
  const root = parseConfig(text);
  if (root === null) return beginDocument(text, nested(entry.at, leafOf(entry)));
  const { node, rest } = deepest(root, entry.at);
  const [missing, ...inner] = rest;
  if (missing !== undefined) {
    return insertChild(text, node, missing, nested(inner, leafOf(entry)));
  }
  if (entry.kind === 'hook') {
    expectType(node, 'array', entry.at);
    return insertChild(text, node, undefined, entry.value);
  }
  expectType(node, 'object', entry.at);
  const existing = valueAt(node, [entry.key]);
  if (existing === undefined) return insertChild(text, node, entry.key, entry.value);
  if (entry.kind === 'needed') return text;
  return replaceNode(text, existing, renderInPlace(text, existing, entry.value));
}

function hasEntry(root: Node, entry: JsonEntry): boolean {
  if (entry.kind === 'hook') {
    const list = valueAt(root, entry.at)?.children ?? [];
    return list.some((node) => isSame(node, entry.value));
  }
  const node = valueAt(root, [...entry.at, entry.key]);
  if (entry.kind === 'needed') return node !== undefined;
  return node !== undefined && isSame(node, entry.value);
}

function removeServer(
  text: string,
  { at, key }: JsonEntry & { kind: 'server' },
  displaced: string | null,
): string {
  const root = parseConfig(text);
  const node = root === null ? undefined : valueAt(root, [...at, key]);
  if (node === undefined || !isOurServer(getNodeValue(node))) return text;
  if (displaced !== null) return replaceNode(text, node, displaced);
  return removeAndPrune(text, node.parent);
}

/** Each removal moves the rest of the text, so the next one is looked for anew. */
function removeHooks(text: string, entries: readonly JsonEntry[]): string {
  for (let rest = text; ;) {
    const root = parseConfig(rest);
    const [first] = root === null ? [] : findOurHooks(root, entries);
    if (first === undefined) return rest;
    rest = removeAndPrune(rest, first);
  }
}

/** A container that held only ours goes with them, unless it is the document or has a comment. */
function removeAndPrune(text: string, child: Node | undefined): string {
  const container = child?.parent;
  if (child === undefined || container === undefined) return text;
  const isAlone = (container.children ?? []).length === 1;
  const rest = removeChild(text, container, child);
  const holder = container.parent?.type === 'property' ? container.parent : container;
  if (!isAlone || holder.parent === undefined) return rest;
  const bare = { ...container, length: container.length - (text.length - rest.length) };
  const key = holder === container ? undefined : holder.children?.[0];
  return isBare(rest, bare, key === undefined ? null : endOf(key))
    ? removeAndPrune(text, holder)
    : rest;
}

/**
 * Hooks of ours in any event, also in those that an older version used. A group that has somebody
 * else's commands too loses ours only.
 */
function findOurHooks(root: Node, entries: readonly JsonEntry[]): Node[] {
  const first = entries.find(({ kind }) => kind === 'hook');
  const holder = first === undefined ? undefined : valueAt(root, first.at.slice(0, -1));
  const lists = (holder?.children ?? []).flatMap((property) => property.children?.[1] ?? []);
  return lists
    .filter(({ type }) => type === 'array')
    .flatMap((list) => list.children ?? [])
    .flatMap(oursIn);
}

function oursIn(element: Node): Node[] {
  if (isOurCommand(element)) return [element];
  const grouped = element.type === 'object' ? valueAt(element, ['hooks']) : undefined;
  if (grouped?.type !== 'array') return [];
  const commands = grouped.children ?? [];
  const ours = commands.filter(isOurCommand);
  return ours.length > 0 && ours.length === commands.length ? [element] : ours;
}

function isOurCommand(node: Node): boolean {
  if (node.type !== 'object') return false;
  return ['command', 'bash', 'powershell'].some((key) => {
    const value: unknown = valueAt(node, [key])?.value;
    return typeof value === 'string' && isOurHook(value);
  });
}

/** The parser's objects have no prototype, which counts as a difference. */
function isSame(node: Node, value: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(getNodeValue(node))), value);
}

/** How far the path leads, and what of it is missing. @throws ConfigFault */
function deepest(root: Node, at: Path): { node: Node; rest: Path } {
  let node = root;
  for (const [depth, key] of at.entries()) {
    expectType(node, 'object', at.slice(0, depth));
    const child = valueAt(node, [key]);
    if (child === undefined) return { node, rest: at.slice(depth) };
    node = child;
  }
  return { node, rest: [] };
}

/** Of equal keys the last one counts, as it does for the programs that read it. */
function valueAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) {
    if (node?.type !== 'object') return undefined;
    const property: Node | undefined = (node.children ?? []).findLast(
      ({ children }) => children?.[0]?.value === key,
    );
    node = property?.children?.[1];
  }
  return node;
}

function expectType(node: Node, type: 'object' | 'array', at: Path): void {
  if (node.type === type) return;
  const place = at.length === 0 ? 'The file' : JSON.stringify(at.join('.'));
  throw new ConfigFault(`${place} is not ${type === 'object' ? 'an object' : 'a list'}.`);
}

function leafOf(entry: JsonEntry): unknown {
  return entry.kind === 'hook' ? [entry.value] : { [entry.key]: entry.value };
}

function nested(path: Path, leaf: unknown): unknown {
  return path.reduceRight<unknown>((value, key) => ({ [key]: value }), leaf);
}
