import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Calls whose first argument is a text that VS Code translates. */
const translating = new Set(['vscode.l10n.t', 'translate', 't']);
/** The dashboard's page has its texts in one place and is sent them. */
const sources = ['client/editor/**/*.ts', 'client/dashboard/words.ts'];
/** What hands a text on that somebody else wrote down. */
const passing = 'client/editor/screen/words.ts';
/** Where a text is put on the screen by VS Code. */
const shown = /^(title|placeHolder|prompt|detail|description|label|tooltip|message|openLabel)$/;
const showing = /^vscode\.window\.show(Information|Warning|Error)Message$/;
const names = new Set(['Watchstander']);

/**
 * Every text of the extension that a person reads in VS Code, for translators; and every place where
 * one is written down that they would not find.
 */
export function collectWords(root) {
  const texts = new Set();
  const faults = [];
  for (const file of globSync(sources, { cwd: root }).sort()) {
    if (file === passing) continue;
    const source = readFileSync(`${root}/${file}`, 'utf8');
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    const fault = (node, what) => {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      faults.push(`${file}:${line + 1}: ${what}: ${node.getText()}`);
    };
    const visit = (node) => {
      look(node, { texts, fault });
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return { texts: [...texts].sort(), faults };
}

function look(node, { texts, fault }) {
  if (ts.isCallExpression(node)) {
    const callee = node.expression.getText();
    const [first] = node.arguments;
    if (first === undefined) return;
    if (translating.has(callee)) {
      for (const text of alternatives(first)) {
        if (ts.isStringLiteralLike(text)) texts.add(text.text);
        else fault(text, 'translators cannot find what is not a literal');
      }
    } else if (showing.test(callee) && isWords(first)) fault(first, 'not translated');
  }
  if (
    ts.isPropertyAssignment(node) &&
    shown.test(node.name.getText()) &&
    isWords(node.initializer)
  ) {
    fault(node, 'not translated');
  }
}

function alternatives(node) {
  if (ts.isConditionalExpression(node)) {
    return [...alternatives(node.whenTrue), ...alternatives(node.whenFalse)];
  }
  // One text in several lines.
  return [ts.isBinaryExpression(node) ? joined(node) : node];
}

function joined(node) {
  const parts = [node.left, node.right].map((side) =>
    ts.isBinaryExpression(side) ? joined(side) : side,
  );
  return parts.every(ts.isStringLiteralLike)
    ? ts.factory.createStringLiteral(parts.map(({ text }) => text).join(''))
    : node;
}

function isWords(node) {
  return ts.isStringLiteralLike(node) && /\p{L}{2}/u.test(node.text) && !names.has(node.text);
}
