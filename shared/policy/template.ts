import { describeValues } from './describeNode.ts';
import type { AnySection } from './policyNodes.ts';
import { policyTree } from './policyTree.ts';

/**
 * A policy file to begin with: every key with its meaning and its default, commented out, so that
 * it changes nothing until a line is taken out of its comment.
 */
export function policyTemplate(): string {
  const head = [
    '// Watchstander: when an agent counts as degraded or critical, when you are told, what is kept.',
    '// A line in comments shows the default. Take it out of the comment to change it; what you save',
    '// is in force at once. A file with a mistake changes nothing: the last good one stays in force.',
  ];
  return `${[...head, '{', ...linesOf(policyTree, 1), '}'].join('\n')}\n`;
}

const lineWidth = 96;

function linesOf({ keys }: AnySection, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(keys).flatMap(([name, node]) => {
    switch (node.kind) {
      case 'key':
        return [
          ...comment(`${node.meaning} ${describeValues(node)}.`, indent),
          `${indent}// "${name}": ${JSON.stringify(node.initial)},`,
        ];
      case 'section': {
        const inside = linesOf(node, depth + 1);
        return [
          ...comment(node.meaning, indent),
          `${indent}"${name}": {`,
          ...inside,
          `${indent}},`,
        ];
      }
      case 'list':
        return [...comment(node.meaning, indent), `${indent}// "${name}": [${example}],`];
    }
  });
}

const example = '{ "match": "claude-code/*", "health": { "smoothing": 0.5 } }';

/** In lines that are read without scrolling. */
function comment(text: string, indent: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (last !== '' && `${indent}// ${longer}`.length > lineWidth) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => `${indent}// ${line}`);
}
