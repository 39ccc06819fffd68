import { findNodeAtOffset, format, getNodePath, type Node as TextNode } from 'jsonc-parser';
import {
  CodeActionKind,
  DiagnosticSeverity,
  MarkupKind,
  type CodeAction,
  type Diagnostic,
  type FormattingOptions,
  type Hover,
  type MarkupContent,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import { describeKey } from '../../shared/policy/describeNode.ts';
import { Lines } from '../../shared/policy/place.ts';
import type { PolicyFault } from '../../shared/policy/policyFault.ts';
import { nodeAt, type Node } from '../../shared/policy/policyNodes.ts';
import { policyTree } from '../../shared/policy/policyTree.ts';
import { readPolicy } from '../../shared/policy/readPolicy.ts';
import { parseLeniently } from '../../shared/policy/syntaxFaults.ts';
import { describeFalseAlarms } from './falseAlarms.ts';
import { offsetOf, positionOf, rangeOf } from './textPlaces.ts';

/** What an editor shows about the text of a policy file. Positions count from 0. */

/** Errors, all of them: the file as a whole has no effect while there is one. */
export function diagnosePolicy(faults: readonly PolicyFault[]): Diagnostic[] {
  return faults.map(({ code, message, from, to }) => ({
    range: { start: positionOf(from), end: positionOf(to) },
    severity: DiagnosticSeverity.Error,
    code,
    source: 'watchstander',
    message,
  }));
}

/**
 * Meaning, range, unit and default of the key that is pointed at, by its name or its value.
 * @param falseAlarms by rule: a threshold that cries wolf is seen where it is set.
 */
export function hoverPolicy(
  text: string,
  position: Position,
  falseAlarms: Readonly<Record<string, number>>,
): Hover | null {
  const lines = new Lines(text);
  const root = parseLeniently(text);
  const found = root === null ? undefined : findNodeAtOffset(root, offsetOf(lines, position));
  // Between things there is nothing to explain.
  if (found === undefined || found.type === 'object' || found.type === 'array') return null;
  const path = pathOf(found);
  const node = nodeAt(policyTree, path);
  const names = path.filter((part) => typeof part === 'string');
  if (node === null || names.length === 0) return null;
  const key = names.join('.');
  const { kind, value } = explain(key, node);
  const more = describeFalseAlarms(
    names.filter((name) => name !== 'agents').join('.'),
    falseAlarms,
  );
  const whole = more === null ? value : `${value}\n\n${more}`;
  return { contents: { kind, value: whole }, range: rangeOf(lines, found) };
}

/** An entry of a list of values is explained as the list. */
function pathOf(node: TextNode): (string | number)[] {
  const path = getNodePath(node);
  const isEntry = typeof path.at(-1) === 'number' && node.type !== 'property';
  return isEntry ? path.slice(0, -1) : path;
}

export function explain(name: string, node: Node): MarkupContent {
  const meaning = node.kind === 'key' ? describeKey(node) : node.meaning;
  return { kind: MarkupKind.Markdown, value: `**${name}**\n\n${meaning}` };
}

/** Puts what was probably meant in the place of what is there. */
export function fixPolicy(uri: string, text: string, range: Range): CodeAction[] {
  return readPolicy(text).faults.flatMap((fault) => {
    const diagnostics = diagnosePolicy([fault]);
    const [at] = diagnostics;
    if (fault.suggestion === null || at === undefined || !touches(at.range, range)) return [];
    const edit: TextEdit = { range: at.range, newText: fault.suggestion };
    return [
      {
        title: `Change to ${fault.suggestion}`,
        kind: CodeActionKind.QuickFix,
        isPreferred: true,
        diagnostics,
        edit: { changes: { [uri]: [edit] } },
      },
    ];
  });
}

function touches(one: Range, other: Range): boolean {
  return isUpTo(one.start, other.end) && isUpTo(other.start, one.end);
}

function isUpTo(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character <= other.character);
}

export function formatPolicy(text: string, options: FormattingOptions): TextEdit[] {
  if (parseLeniently(text) === null) return [];
  const { tabSize, insertSpaces } = options;
  const lines = new Lines(text);
  return format(text, undefined, { tabSize, insertSpaces, eol: '\n' }).map((edit) => ({
    range: rangeOf(lines, edit),
    newText: edit.content,
  }));
}
