import { admitCheckIn, type Admitted } from '../../../shared/admission.ts';
import type { CheckInResult } from '../../../shared/model.ts';
import { count, list, number, object, text } from './jsonSchema.ts';
import { checkInResult } from './results.ts';
import { changes, reads, type Tool } from './tool.ts';
import type { ToStep } from './step.ts';
import type { ToolArguments } from './toolArguments.ts';

const agentId = text(
  'Your own id, the same in every call: 1 to 128 characters, for example claude-refactor-1',
);
const input = object(
  {
    agent_id: agentId,
    parameters: list(
      number(),
      'Numbers that describe this step, the same meaning at the same place each time; by convention ' +
        'length_score, complexity, info_score, coherence_score, placeholder, ethical_drift. At most ' +
        '4096; the first 128 count',
    ),
    ethical_drift: list(number(), 'Three numbers, 0 when there is none'),
    response_text: text(
      'Your answer or a part of it; it is measured here and never stored or sent',
    ),
    complexity: number('Of the task, 0 to 1; 0.5 when absent'),
    expected_version: count('Refuse with CONFLICT unless the agent is at this version'),
    request_id: text('Makes a repeated call count once'),
  },
  ['parameters', 'ethical_drift', 'response_text', 'complexity', 'expected_version', 'request_id'],
);

export const checkIn: Tool = {
  name: 'process_agent_update',
  title: 'Check in',
  description:
    'Report one step of your own work and learn how you are doing. Call it after each finished step. ' +
    'Returns a decision (approve: go on; revise: slow down and review; reject: stop and ask the ' +
    'user), your health (healthy, degraded, critical) with the reasons, and recommended sampling ' +
    'parameters. A success is durable. PAUSED means: stop working and do as next_step says.',
  input,
  output: checkInResult,
  annotations: changes,
  run: (given, { sidecar }) =>
    report(given, (admitted) => sidecar.request('watchstander/checkIn', admitted)),
};

const simulation: Tool = {
  name: 'simulate_update',
  title: 'Try a check-in',
  description:
    'What process_agent_update would answer now, with the same arguments. Nothing is stored and ' +
    'version stays what it is (0 for an agent that has not checked in yet). For trying out; it is ' +
    'no check-in.',
  input,
  output: checkInResult,
  annotations: reads,
  run: (given, { sidecar }) =>
    report(given, (admitted) => sidecar.request('watchstander/simulate', admitted)),
};

export const checkInTools: readonly Tool[] = [checkIn, simulation];

export const checkInStep: ToStep<CheckInResult> = (given) => {
  const { checkIn: admitted, warnings } = admitCheckIn(given);
  const { request_id: _, ...operation } = admitted;
  return {
    operation: { kind: 'checkIn', ...operation },
    answer: (result) => withWarnings(result, warnings),
  };
};

async function report(
  given: ToolArguments,
  send: (admitted: Admitted['checkIn']) => Promise<CheckInResult>,
): Promise<Record<string, unknown>> {
  const { checkIn: admitted, warnings } = admitCheckIn(given);
  return withWarnings(await send(admitted), warnings);
}

/** What was put right at the edge is said with what the sidecar answers. */
function withWarnings(result: CheckInResult, warnings: readonly string[]): Record<string, unknown> {
  const all = [...warnings, ...(result.warnings ?? [])];
  return { ...result, ...(all.length === 0 ? {} : { warnings: all }) };
}
