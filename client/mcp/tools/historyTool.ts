import { admitAgentId } from '../../../shared/admission.ts';
import { readHistory } from '../../connection/pages.ts';
import { historyFormats, historyText } from '../../export/historyText.ts';
import { choice, count, object, text } from './jsonSchema.ts';
import { historyResult } from './results.ts';
import { anAgent, reads, type Tool, type ToolContext } from './tool.ts';
import { readChoice, readCount, readText, type ToolArguments } from './toolArguments.ts';

/** A longer history than this is given in parts. */
const pointsAtOnce = 5_000;

export const history: Tool = {
  name: 'get_system_history',
  title: 'History of one agent',
  description:
    'Every retained update of one agent, oldest first, as JSON or CSV text with the columns update, ' +
    'E, I, S, V, coherence, risk, decision, lambda1. Give limit for only the newest.',
  input: object(
    {
      agent_id: anAgent,
      format: choice(historyFormats, 'json when absent'),
      limit: count('Only the newest so many'),
      cursor: text('next_cursor of the answer before'),
    },
    ['format', 'limit', 'cursor'],
  ),
  output: historyResult,
  annotations: reads,
  run: readHistoryText,
};

async function readHistoryText(given: ToolArguments, { sidecar }: ToolContext) {
  const format = readChoice(given, 'format', historyFormats);
  const limit = readCount(given, 'limit');
  const cursor = readText(given, 'cursor');
  const query = {
    agent_id: admitAgentId(given['agent_id']),
    ...(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const { points, next_cursor } = await readHistory(sidecar, query, pointsAtOnce);
  return {
    success: true,
    format,
    history: historyText(points, format),
    ...(next_cursor === undefined ? {} : { next_cursor }),
  };
}
