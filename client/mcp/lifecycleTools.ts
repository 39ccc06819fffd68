import { admitAgentId } from '../../shared/admission.ts';
import type { LifecycleAct, LifecycleResult } from '../../shared/protocol.ts';
import { flag, object, text } from './jsonSchema.ts';
import { archiveResult, messageResult, pauseResult } from './results.ts';
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
  async run(given, context) {
    const done = await act('pause', given, context);
    return { ...changed(done), paused_at: done.timestamp };
  },
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
  async run(given, context) {
    const done = await act('resume', given, context);
    return { ...changed(done), message: `Agent ${JSON.stringify(done.agent_id)} is active again.` };
  },
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
    const done = await act('archive', given, context);
    return { ...changed(done), archived_at: done.timestamp, kept_in_memory };
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

function act(
  name: LifecycleAct,
  given: ToolArguments,
  { sidecar }: ToolContext,
): Promise<LifecycleResult> {
  const agent_id = admitAgentId(given['agent_id']);
  const reason = readText(given, 'reason');
  return sidecar.request('watchstander/lifecycle', {
    agent_id,
    act: name,
    ...(reason === undefined ? {} : { reason }),
  });
}

function changed({ agent_id, version }: LifecycleResult) {
  return { success: true, agent_id, version };
}
