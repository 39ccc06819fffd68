import { admitAgentId } from '../../../shared/admission.ts';
import { failures } from '../../../shared/errors.ts';
import { deleteAgent } from '../../export/agentDeletion.ts';
import { exportAgent } from '../../export/agentExport.ts';
import { historyFormats } from '../../export/historyText.ts';
import { choice, flag, object, text } from './jsonSchema.ts';
import { deleteResult, exportResult } from './results.ts';
import { anAgent, changes, type Tool, type ToolContext } from './tool.ts';
import { readChoice, readFlag, readText, type ToolArguments } from './toolArguments.ts';

const exportToFile: Tool = {
  name: 'export_to_file',
  title: 'Export one agent',
  description:
    'Writes the record and history of one agent (json) or its history alone (csv) to a new file in ' +
    'the exports folder and returns its path. Never writes over a file.',
  input: object(
    {
      agent_id: anAgent,
      format: choice(historyFormats, 'json when absent'),
      filename: text('Base name without a path and extension; made up when absent'),
    },
    ['format', 'filename'],
  ),
  output: exportResult,
  annotations: changes,
  async run(given, context) {
    const agent_id = admitAgentId(given['agent_id']);
    const format = readChoice(given, 'format', historyFormats);
    const filename = readText(given, 'filename');
    const wish = { format, filename, columns: 'reference' } as const;
    const file = await exportAgent(agent_id, wish, context);
    const message = `Exported ${JSON.stringify(agent_id)} to ${file.filename}.`;
    return { success: true, message, format, agent_id, ...file };
  },
};

const deletion: Tool = {
  name: 'delete_agent',
  title: 'Delete an agent',
  description:
    'Forgets an agent for good; its id takes no more check-ins. Say confirm: true. Its record and ' +
    'history are exported first unless backup_first is false. archive_agent is the gentler way.',
  input: object(
    {
      agent_id: anAgent,
      confirm: flag('Must be true'),
      backup_first: flag('true when absent'),
    },
    ['confirm', 'backup_first'],
  ),
  output: deleteResult,
  annotations: { ...changes, destructiveHint: true },
  run: deleteAfterBackup,
};

export const exportTools: readonly Tool[] = [exportToFile, deletion];

async function deleteAfterBackup(given: ToolArguments, context: ToolContext) {
  const agent_id = admitAgentId(given['agent_id']);
  const wantsBackup = readFlag(given, 'backup_first', 'true');
  if (!readFlag(given, 'confirm')) throw unconfirmed();
  const { result, backup } = await deleteAgent(agent_id, { backup: wantsBackup }, context);
  return {
    success: true,
    agent_id,
    version: result.version,
    message: `Agent ${JSON.stringify(agent_id)} is deleted.`,
    ...(backup === null ? {} : { archived_to: backup.file_path }),
  };
}

function unconfirmed(): Error {
  return failures.invalidInput(
    'confirm: deleting cannot be undone',
    'If the user wants it, call again with confirm: true; or use archive_agent.',
  );
}
