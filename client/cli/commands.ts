import { alertCommands } from './commands/alertCommands.ts';
import { done, type Command } from './command.ts';
import { connectCommands } from './commands/connectCommands.ts';
import { doctorCommand } from './doctor/doctorCommand.ts';
import { exportCommand } from './commands/exportCommand.ts';
import { agentCommand, agentsCommand } from './commands/fleetCommands.ts';
import { historyCommand } from './commands/historyCommand.ts';
import { freezeCommands } from './commands/freezeCommands.ts';
import { hookCommand } from './commands/hookCommand.ts';
import { lifecycleCommands } from './commands/lifecycleCommands.ts';
import { policyCommand } from './commands/policyCommand.ts';
import { processesCommand } from './commands/processCommand.ts';
import { startCommand, statusCommand, stopCommand } from './commands/sidecarCommands.ts';

const mcpCommand: Command = {
  usage: 'mcp',
  summary: 'MCP server on stdio, for agents; ends with its input',
  options: {},
  async run(_call, { home, sidecarFile }) {
    // Loaded late: the other commands do not need the SDK.
    const { serveMcp } = await import('../mcp/main.ts');
    await serveMcp({ home, sidecarFile });
    return done;
  },
};

/** All commands, in the order in which `help` shows them. */
export const commands: readonly Command[] = [
  statusCommand,
  agentsCommand,
  agentCommand,
  historyCommand,
  exportCommand,
  ...lifecycleCommands,
  ...freezeCommands,
  ...alertCommands,
  processesCommand,
  policyCommand,
  ...connectCommands,
  startCommand,
  stopCommand,
  doctorCommand,
  mcpCommand,
  hookCommand,
];
