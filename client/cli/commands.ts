import { alertCommands } from './alertCommands.ts';
import { done, type Command } from './command.ts';
import { connectCommands } from './connectCommands.ts';
import { doctorCommand } from './doctor/doctorCommand.ts';
import { exportCommand } from './exportCommand.ts';
import { agentCommand, agentsCommand } from './fleetCommands.ts';
import { historyCommand } from './historyCommand.ts';
import { freezeCommands } from './freezeCommands.ts';
import { hookCommand } from './hookCommand.ts';
import { lifecycleCommands } from './lifecycleCommands.ts';
import { policyCommand } from './policyCommand.ts';
import { processesCommand } from './processCommand.ts';
import { startCommand, statusCommand, stopCommand } from './sidecarCommands.ts';

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
