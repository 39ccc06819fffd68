import { alertCommands } from './commands/alertCommands.ts';
import type { Command } from './command.ts';
import { connectCommands } from './commands/connectCommands.ts';
import { doctorCommand } from './doctor/doctorCommand.ts';
import { exportCommand } from './commands/exportCommand.ts';
import { agentCommand, agentsCommand } from './commands/fleetCommands.ts';
import { historyCommand } from './commands/historyCommand.ts';
import { freezeCommands } from './commands/freezeCommands.ts';
import { hookCommand } from './commands/hookCommand.ts';
import { lifecycleCommands } from './commands/lifecycleCommands.ts';
import { mcpCommand } from './commands/mcpCommand.ts';
import { policyCommand } from './commands/policyCommand.ts';
import { processesCommand } from './commands/processCommand.ts';
import { startCommand, statusCommand, stopCommand } from './commands/sidecarCommands.ts';

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
