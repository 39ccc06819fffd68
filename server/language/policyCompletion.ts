import {
  createScanner,
  findNodeAtLocation,
  getLocation,
  type Location,
  type Node as TextNode,
} from 'jsonc-parser';
import {
  CompletionItemKind,
  InsertTextFormat,
  type CompletionItem,
  type Position,
  type Range,
} from 'vscode-languageserver';
import { parseDuration } from '../../shared/policy/duration.ts';
import { Lines } from '../../shared/policy/place.ts';
import { nodeAt, type Key, type Node, type Rule } from '../../shared/policy/policyNodes.ts';
import { policyTree } from '../../shared/policy/policyTree.ts';
import { nameOf, type Path, type Span } from '../../shared/policy/source.ts';
import { parseLeniently } from '../../shared/policy/syntaxFaults.ts';
import { explain } from './policyDocument.ts';
import { offsetOf, rangeOf } from './textPlaces.ts';

/** Where something is put in, and what is there. */
interface Spot {
  readonly text: string;
  readonly root: TextNode;
  readonly location: Location;
  /** What an item takes the place of. */
  readonly span: Span;
  readonly range: Range;
}

/** Keys that are not there yet, or what a value may be. */
export function completePolicy(text: string, position: Position): CompletionItem[] {
  const root = parseLeniently(text);
  if (root === null) return [];
  const lines = new Lines(text);
  const offset = offsetOf(lines, position);
  const location = getLocation(text, offset);
  const span = replaced(text, location, offset);
  const spot = { text, root, location, span, range: rangeOf(lines, span) };
  return location.isAtPropertyKey ? keyItems(spot) : valueItems(spot);
}

/** The string or word around the offset; nothing where none is. */
function replaced(text: string, { previousNode }: Location, offset: number): Span {
  if (previousNode !== undefined && offset <= previousNode.offset + previousNode.length) {
    return { offset: previousNode.offset, length: previousNode.length };
  }
  const [word = ''] = /[\w.]*$/.exec(text.slice(0, offset)) ?? [];
  return { offset: offset - word.length, length: word.length };
}

function keyItems(spot: Spot): CompletionItem[] {
  const { path } = spot.location;
  const section = nodeAt(policyTree, path.slice(0, -1));
  if (section?.kind !== 'section') return [];
  const taken = takenKeys(spot, path.slice(0, -1));
  return Object.entries(section.keys)
    .filter(([name]) => !taken.has(name))
    .map(([name, node], at) => keyItem(spot, name, node, at));
}

/** Keys of the section, without the one that is being written. */
function takenKeys({ root, span }: Spot, path: Path): Set<string> {
  const properties = findNodeAtLocation(root, [...path])?.children ?? [];
  const others = properties.filter(({ offset }) => offset !== span.offset);
  return new Set(others.map(nameOf).filter((name) => name !== null));
}

function keyItem(spot: Spot, name: string, node: Node, at: number): CompletionItem {
  const key = JSON.stringify(name);
  const follows = nextToken(spot);
  const comma = follows === '' || follows === '}' || follows === ',' ? '' : ',';
  const newText = follows === ':' ? key : `${key}: ${valueSnippet(node)}${comma}`;
  return {
    label: name,
    kind: node.kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.Module,
    documentation: explain(name, node),
    filterText: key,
    // In the order in which they are documented.
    sortText: String(at).padStart(3, '0'),
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: spot.range, newText },
  };
}

/** The first character behind the spot that is no blank and no comment; '' at the end. */
function nextToken({ text, span }: Spot): string {
  const scanner = createScanner(text, true);
  scanner.setPosition(span.offset + span.length);
  scanner.scan();
  return text.charAt(scanner.getTokenOffset());
}

function valueSnippet(node: Node): string {
  if (node.kind === 'section') return '{\n\t$0\n}';
  if (node.kind === 'list') return '[{ "match": "${1:*}"$0 }]';
  const value = escapeSnippet(JSON.stringify(node.initial));
  switch (node.rule.form) {
    case 'choice':
      return `"\${1|${node.rule.choices.join(',')}|}"`;
    case 'flag':
      return '${1|true,false|}';
    case 'choices':
    case 'globs':
      return '[$1]';
    case 'glob':
      return '"${1:*}"';
    case 'duration':
      return `"\${1:${value.slice(1, -1)}}"`;
    case 'number':
    case 'count':
      return `\${1:${value}}`;
  }
}

function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

function valueItems(spot: Spot): CompletionItem[] {
  const { path } = spot.location;
  const isEntry = typeof path.at(-1) === 'number';
  const node = nodeAt(policyTree, isEntry ? path.slice(0, -1) : path);
  if (node?.kind !== 'key' || isEntry !== isListRule(node.rule)) return [];
  return valuesOf(node).map((value, at) => ({
    label: value,
    kind: CompletionItemKind.Value,
    ...(value === JSON.stringify(node.initial) ? { detail: 'default' } : {}),
    documentation: explain(path.filter((part) => typeof part === 'string').join('.'), node),
    filterText: value,
    sortText: String(at).padStart(3, '0'),
    textEdit: { range: spot.range, newText: value },
  }));
}

function isListRule({ form }: Rule): boolean {
  return form === 'choices' || form === 'globs';
}

const usualDurations = ['10s', '30s', '1m', '10m', '1h', '1d', '7d'];

function valuesOf({ rule, initial }: Key): string[] {
  switch (rule.form) {
    case 'choice':
    case 'choices':
      return rule.choices.map((value) => JSON.stringify(value));
    case 'flag':
      return ['true', 'false'];
    case 'duration': {
      const msOf = (text: string): number => parseDuration(text) ?? 0;
      const [least, most] = rule.range;
      const isInside = (text: string): boolean =>
        msOf(text) >= msOf(least) && msOf(text) <= msOf(most);
      return [String(initial), ...usualDurations.filter((text) => text !== initial)]
        .filter(isInside)
        .map((value) => JSON.stringify(value));
    }
    case 'number':
    case 'count':
      return [String(initial)];
    case 'glob':
    case 'globs':
      return [];
  }
}
