import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { Lines } from './place.ts';
import type { FaultCode, PolicyFault } from './policyFault.ts';

export type Path = readonly (string | number)[];

/** A span of the text. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A policy file as text and as a tree, so that what is wrong with a value is said at its place. */
export class Source {
  readonly root: Node;
  private readonly lines: Lines;

  constructor(text: string, root: Node) {
    this.root = root;
    this.lines = new Lines(text);
  }

  /** The value at a path; the nearest one above where there is none. */
  find(path: Path): Node {
    const node = findNodeAtLocation(this.root, [...path]);
    return node ?? (path.length === 0 ? this.root : this.find(path.slice(0, -1)));
  }

  has(path: Path): boolean {
    return findNodeAtLocation(this.root, [...path]) !== undefined;
  }

  /** The name of a key, with its quotes. */
  findKey(path: Path, name: string): Node {
    const property = this.find(path).children?.find((child) => nameOf(child) === name);
    return property?.children?.[0] ?? this.find(path);
  }

  fault(
    code: FaultCode,
    message: string,
    { offset, length }: Span,
    suggestion: string | null = null,
  ): PolicyFault {
    const from = this.lines.placeOf(offset);
    return { code, message, from, to: this.lines.placeOf(offset + length), suggestion };
  }
}

/** Of a property; null for anything else. */
export function nameOf(node: Node): string | null {
  const value: unknown = node.children?.[0]?.value;
  return node.type === 'property' && typeof value === 'string' ? value : null;
}

/** `agents[0].health.risk` */
export function dotted(path: Path): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return parts.join('').replace(/^\./, '');
}
