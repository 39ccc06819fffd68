/** As `--cpu-prof` writes it. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: Place;
  readonly children?: readonly number[];
}

/** Where a function is; no url: in the engine. Lines from 0. */
export interface Place {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** Microseconds: without, and with, what it calls. */
export interface Cost {
  own: number;
  total: number;
}

/** Costs by what `nameOf` calls a place. A name counts once, however often it is on the stack. */
export function costsOf(profile: CpuProfile, nameOf: (place: Place) => string): Map<string, Cost> {
  const { nodes, samples, timeDeltas } = profile;
  const own = new Map<number, number>();
  for (const [at, id] of samples.entries()) {
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const costs = new Map<string, Cost>();
  const visit = (node: ProfileNode, above: readonly string[]): number => {
    const name = nameOf(node.callFrame);
    const cost = costs.get(name) ?? { own: 0, total: 0 };
    costs.set(name, cost);
    let total = own.get(node.id) ?? 0;
    cost.own += total;
    const stack = [...above, name];
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) total += visit(child, stack);
    }
    if (!above.includes(name)) cost.total += total;
    return total;
  };
  const [first] = nodes;
  if (first !== undefined) visit(first, []);
  return costs;
}
