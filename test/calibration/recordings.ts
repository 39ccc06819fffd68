import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StepInput } from '../../server/governance/step.ts';
import { parameterCount } from '../../shared/model.ts';
import { goldenFolder } from '../support/golden.ts';

/** Exported histories of real agents; `test/fixtures/golden/README.md` says where from. */

export interface Recording {
  readonly file: string;
  readonly V: readonly number[];
  readonly coherence: readonly number[];
  readonly risk: readonly number[];
  readonly last: { readonly E: number; readonly I: number; readonly S: number };
  readonly lambda1: number;
}

const tables = [
  'claude_chat_escalation_recovery_test.csv',
  'composer_assistant_26252_history_20251120_025626.csv',
  'composer_cursor_history_20251119_165607.csv',
  'composer_cursor_history_20251119_180912.csv',
] as const;
const objects = ['denouement_agent_results.json'] as const;

export function readRecordings(): Recording[] {
  return [...tables.map(readTable), ...objects.map(readObject)];
}

function readTable(file: string): Recording {
  const [table = ''] = readText(file).split(/\r?\n\r?\n/u);
  const rows = table
    .split(/\r?\n/u)
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const column = (at: number): number[] => rows.map((row) => row[at] ?? NaN);
  const [E = NaN, I = NaN, S = NaN, lambda1 = NaN] = [1, 2, 3, 8].map((at) => column(at).at(-1));
  return { file, V: column(4), coherence: column(5), risk: column(6), last: { E, I, S }, lambda1 };
}

type Histories = Record<`${'E' | 'I' | 'S' | 'V' | 'coherence' | 'risk'}_history`, number[]>;

function readObject(file: string): Recording {
  const recorded = JSON.parse(readText(file)) as Histories & { lambda1_final: number };
  const lastOf = (history: keyof Histories): number => recorded[history].at(-1) ?? NaN;
  return {
    file,
    V: recorded.V_history,
    coherence: recorded.coherence_history,
    risk: recorded.risk_history,
    last: { E: lastOf('E_history'), I: lastOf('I_history'), S: lastOf('S_history') },
    lambda1: recorded.lambda1_final,
  };
}

function readText(file: string): string {
  return readFileSync(join(goldenFolder, 'recorded', file), 'utf8');
}

/**
 * Reports that give the recorded coherence and risk. What was reported is not kept, but how far the
 * parameters moved follows from C = exp(−rms / 0.1), and length and complexity together from the
 * risk that change leaves; that no keyword was hit is assumed.
 */
export function reportsOf({ coherence, risk }: Recording): StepInput[] {
  let value = 0;
  return coherence.map((C, at) => {
    const rms = -0.1 * Math.log(C);
    value += at % 2 === 0 ? -rms : rms;
    return {
      parameters: new Array<number>(parameterCount).fill(value),
      ethical_drift: [],
      ...workOf((risk[at] ?? NaN) - 0.3 * (1 - C)),
    };
  });
}

/** A length and a complexity that together are this exposure, 0.2 ℓ + 0.3 c. */
function workOf(exposure: number): Pick<StepInput, 'text' | 'complexity'> {
  const complexity = Math.min(1, Math.max(0, (exposure - 0.1) / 0.3));
  const share = (exposure - 0.3 * complexity) / 0.2;
  const codePoints = 2000 + 500 * Math.log(share / (1 - share));
  return { complexity, text: { code_points: codePoints, keyword_hits: 0 } };
}
