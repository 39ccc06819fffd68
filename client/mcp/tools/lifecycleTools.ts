import { admitAgentId } from '../../../shared/admission.ts';
import type { LifecycleAct, LifecycleResult } from '../../../shared/protocol.ts';
import { flag, object, text } from './jsonSchema.ts';
import { archiveResult, messageResult, pauseResult } from './results.ts';
import { readBase, type ToStep } from './step.ts';
import { changes, type Tool, type ToolContext } from './tool.ts';
import { readFlag, readText, type ToolArguments } from './toolArguments.ts';

const agentId = text('The id that the agent gives with every check-in');
const why = text('For people and other agents to read, at most 500 characters');
const idempotent = { ...changes, idempotentHint: true };

const pause: Tool = {
  name: 'pause_agent',
  title: 'Pause an agent',
  description:
    'Stops an agent: its check-ins are refused with PAUSED and, where hooks are connected, its tool ' +
    'calls are blocked, until it is resumed. Use it when an agent drifts or loops. Give the reason: ' +
    'the paused agent is told.',
  input: object({ agent_id: agentId, reason: why }, ['reason']),
  output: pauseResult,
  annotations: idempotent,
  run: async (given, context) => paused(await act('pause', given, context)),
};

const resume: Tool = {
  name: 'resume_agent',
  title: 'Resume an agent',
  description:
    'Lets a paused or archived agent go on. A pause that a person set cannot be lifted here ' +
    '(PAUSED): ask the user.',
  input: object({ agent_id: agentId }),
  output: messageResult,
  annotations: idempotent,
  run: async (given, context) => resumed(await act('resume', given, context)),
};

const archive: Tool = {
  name: 'archive_agent',
  title: 'Archive an agent',
  description:
    'Puts away an agent whose work is over: it takes no more check-ins and is listed as archived. ' +
    'resume_agent brings it back.',
  input: object(
    {
      agent_id: agentId,
      reason: why,
      keep_in_memory: flag('For older clients; the record stays readable either way'),
    },
    ['reason', 'keep_in_memory'],
  ),
  output: archiveResult,
  annotations: idempotent,
  async run(given, context) {
    const kept_in_memory = readFlag(given, 'keep_in_memory');
    return archived(await act('archive', given, context), kept_in_memory);
  },
};

const reset: Tool = {
  name: 'reset_monitor',
  title: 'Reset the model of an agent',
  description:
    'Sets the governance state of one agent back to its beginning; its record stays. Not possible ' +
    'while a person has paused the agent.',
  input: object({ agent_id: agentId }),
  output: messageResult,
  annotations: { ...changes, destructiveHint: true },
  async run(given, context) {
    const done = await act('reset', given, context);
    const message = `The state of ${JSON.stringify(done.agent_id)} is as before its first check-in.`;
    return { ...changed(done), message };
  },
};

export const lifecycleTools: readonly Tool[] = [pause, resume, archive, reset];

export const pauseStep: ToStep<LifecycleResult> = (given) => ({
  operation: { kind: 'lifecycle', act: 'pause', ...readAct(given) },
  answer: paused,
});

export const resumeStep: ToStep<LifecycleResult> = (given) => ({
  operation: { kind: 'lifecycle', act: 'resume', ...readAct(given) },
  answer: resumed,
});

export const archiveStep: ToStep<LifecycleResult> = (given) => {
  const keptInMemory = readFlag(given, 'keep_in_memory');
  return {
    operation: { kind: 'lifecycle', act: 'archive', ...readAct(given) },
    answer: (done) => archived(done, keptInMemory),
  };
};

function act(
  name: LifecycleAct,
  given: ToolArguments,
  { sidecar }: ToolContext,
): Promise<LifecycleResult> {
  return sidecar.request('watchstander/lifecycle', { act: name, ...readAct(given) });
}

function readAct(given: ToolArguments) {
  const reason = readText(given, 'reason');
  return {
    agent_id: admitAgentId(given['agent_id']),
    ...(reason === undefined ? {} : { reason }),
    ...readBase(given),
  };
}

function paused(done: LifecycleResult) {
  return { ...changed(done), paused_at: done.timestamp };
}

function resumed(done: LifecycleResult) {
  return { ...changed(done), message: `Agent ${JSON.stringify(done.agent_id)} is active again.` };
}

function archived(done: LifecycleResult, kept_in_memory: boolean) {
  return { ...changed(done), archived_at: done.timestamp, kept_in_memory };
}

function changed({ agent_id, version, merged, merge }: LifecycleResult) {
  return { success: true, agent_id, version, ...(merged === undefined ? {} : { merged, merge }) };
}
