import { done, type Command } from '../command.ts';

export const mcpCommand: Command = {
  usage: 'mcp',
  summary: 'MCP server on stdio, for agents; ends with its input',
  options: {},
  async run(_call, { home, sidecarFile }) {
    // Loaded late: the other commands do not need the SDK.
    const { serveMcp } = await import('../../mcp/main.ts');
    await serveMcp({ home, sidecarFile });
    return done;
  },
};
