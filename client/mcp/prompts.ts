import {
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptResult,
  type McpServer,
} from '@modelcontextprotocol/server';
import { admitAgentId } from '../../shared/admission.ts';
import { toFailure } from '../../shared/errors.ts';
import type { Reason } from '../../shared/model.ts';
import type { AgentDetail, Thresholds } from '../../shared/protocol.ts';
import { object, text } from './tools/jsonSchema.ts';
import { shown } from './shown.ts';
import type { ToolContext } from './tools/tool.ts';
import type { ToolArguments } from './tools/toolArguments.ts';

const agentArgument = shown(object({ agent_id: text('Id of the agent') }));

/** What a person picks to have a model check in, or look into why an agent is not well. */
export function servePrompts(server: McpServer, context: ToolContext): void {
  server.registerPrompt(
    'check_in',
    {
      title: 'Check in',
      description: 'Have this agent report the step it just finished, and do as the answer says.',
      argsSchema: agentArgument,
    },
    (given) => orProtocolError(() => say(checkInText(admitAgentId(given['agent_id'])))),
  );
  server.registerPrompt(
    'why_am_i_degraded',
    {
      title: 'Why am I degraded?',
      description:
        'The measures of one agent against their limits, and what to do about the worst.',
      argsSchema: agentArgument,
    },
    (given) => orProtocolError(async () => say(await degradedText(given, context))),
  );
}

function checkInText(agentId: string): string {
  return [
    `Call process_agent_update for the step you have just finished, with agent_id ${JSON.stringify(agentId)},`,
    'the complexity of the task (0 to 1) and your last answer as response_text; it is measured and',
    'not stored. Do as the decision says: approve, go on; revise, slow down and review the last step;',
    'reject, stop and ask the user. If the call fails, follow next_step.',
  ].join('\n');
}

async function degradedText(given: ToolArguments, { sidecar }: ToolContext): Promise<string> {
  const agent_id = admitAgentId(given['agent_id']);
  const [detail, limits] = await Promise.all([
    sidecar.request('watchstander/agent', { agent_id }),
    sidecar.request('watchstander/thresholds', { agent_id }),
  ]);
  return [
    `Agent ${JSON.stringify(agent_id)}: ${detail.row.health_message}`,
    ...measureLines(detail, limits),
    'Reasons, worst first:',
    ...reasonLines(detail.record.verdict?.reasons ?? []),
    '',
    'Say in one sentence what is wrong, then the one change of how you work that lowers the first',
    'reason most. Check in again after the next step; change no thresholds.',
  ].join('\n');
}

function measureLines({ row, record }: AgentDetail, { health }: Thresholds): string[] {
  const { risk, coherence } = health;
  return [
    `Risk ${three(row.metrics.risk_score)}: healthy below ${risk.healthy}, critical from ${risk.degraded}.`,
    `Coherence ${three(row.metrics.coherence)}: healthy from ${coherence.healthy}, critical below ${coherence.degraded}.`,
    `Void ${row.metrics.void_active ? 'active' : 'not active'}; ${record.state.updates} updates.`,
  ];
}

function reasonLines(reasons: readonly Reason[]): string[] {
  if (reasons.length === 0) return ['- none: there was no check-in since the reset'];
  return reasons.map(({ name, value, share, threshold }) => {
    const limit = threshold === null ? '' : ` (limit ${three(threshold)})`;
    const part = share === 0 ? '' : `, ${Math.round(share * 100)} % of the risk`;
    return `- ${name}: ${three(value)}${limit}${part}`;
  });
}

function three(value: number): string {
  return value.toFixed(3);
}

function say(words: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text: words } }] };
}

async function orProtocolError(
  make: () => GetPromptResult | Promise<GetPromptResult>,
): Promise<GetPromptResult> {
  try {
    return await make();
  } catch (error) {
    const failure = toFailure(error);
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, failure.error, failure);
  }
}
