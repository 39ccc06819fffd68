import { globSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

interface Layer {
  /** In the order in which they begin; what takes long begins early, so that nothing waits for it. */
  readonly files: readonly string[];
  /** How many files share a process: several where starting one takes longer than their tests. */
  readonly filesPerJob?: number;
  /** Its files wait for processes more than they work: one of them runs beside those of other layers. */
  readonly isWaiting?: boolean;
  /** Files about a time or a load: they run after all others, and nothing runs beside them. */
  readonly alone?: readonly string[];
}

/** In the order in which a fault is cheapest to find. */
const layers: Readonly<Record<string, Layer>> = {
  tidy: { files: ['test/tidy.test.ts'] },
  unit: { files: ['test/unit/**/*.test.ts'], filesPerJob: 12 },
  simulation: { files: ['test/sim/**/*.test.ts'] },
  integration: {
    // The codes of errors wait most: beside layers that only work, that costs them nothing.
    files: [
      'test/integration/{mcp/errorCodes,containers,alerts}.test.ts',
      'test/integration/**/*.test.ts',
    ],
    isWaiting: true,
    alone: ['test/integration/abuse.test.ts'],
  },
  chaos: { files: ['test/chaos/**/*.test.ts'] },
  agents: { files: ['test/agents/*.test.ts'] },
  editor: {
    files: [
      'test/editor/{harness,failover,suites/{states,host},dashboard/dashboard}.test.ts',
      'test/demo/*.test.ts',
      'test/editor/**/*.test.ts',
    ],
    alone: ['test/editor/windows.test.ts'],
  },
};

/** Files that one process runs, one after the other. */
export interface Job {
  readonly layer: string;
  readonly files: readonly string[];
  readonly kind: 'works' | 'waits' | 'alone';
}

export const layerNames: readonly string[] = Object.keys(layers);

export function jobsOf(layer: string): Job[] {
  const { files = [], filesPerJob = 1, isWaiting = false, alone = [] } = layers[layer] ?? {};
  const separate = found(alone);
  const shared = chunks(
    found(files).filter((file) => !separate.includes(file)),
    filesPerJob,
  );
  return [
    ...shared.map((chunk): Job => ({ layer, files: chunk, kind: isWaiting ? 'waits' : 'works' })),
    ...separate.map((file): Job => ({ layer, files: [file], kind: 'alone' })),
  ];
}

/** A file that no layer runs proves nothing. */
export function assertNoneForgotten(jobs: readonly Job[]): void {
  const planned = new Set(jobs.flatMap(({ files }) => files));
  const forgotten = found(['test/**/*.test.ts']).filter((file) => !planned.has(file));
  if (forgotten.length > 0) throw new Error(`In no layer: ${forgotten.join(', ')}`);
}

/** Pattern by pattern, each file once. */
function found(patterns: readonly string[]): string[] {
  const files = patterns.map((pattern) => {
    const matching = globSync(pattern, { cwd: root }).sort();
    if (matching.length === 0) throw new Error(`No test is called ${pattern}.`);
    return matching;
  });
  return [...new Set(files.flat())];
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}
