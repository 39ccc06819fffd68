import { McpServer, type CallToolResult } from '@modelcontextprotocol/server';
import { version } from '../../shared/build.ts';
import { toFailure } from '../../shared/errors.ts';
import { servePrompts } from './prompts.ts';
import { serveResources } from './resources.ts';
import { shown } from './shown.ts';
import type { Tool, ToolContext } from './tools/tool.ts';
import type { ToolArguments } from './tools/toolArguments.ts';
import { tools } from './tools.ts';

const instructions =
  'Watchstander watches the health of AI agents. Choose one agent_id for yourself and check in with ' +
  'process_agent_update after each step of your work. Do as its decision says. When a call fails, ' +
  'the answer is JSON with code, error and next_step: follow next_step. When it says PAUSED, stop ' +
  'and ask the user.';

/** An MCP server with all tools, resources and prompts. Holds no state: any number of them may serve one connection. */
export function makeMcpServer(context: ToolContext): McpServer {
  const server = new McpServer(
    { name: 'watchstander', title: 'Watchstander', version },
    {
      capabilities: { tools: { listChanged: false }, prompts: { listChanged: false } },
      instructions,
    },
  );
  for (const tool of tools) register(server, tool, context);
  serveResources(server, context);
  servePrompts(server, context);
  return server;
}

function register(server: McpServer, tool: Tool, context: ToolContext): void {
  const { title, description, annotations } = tool;
  server.registerTool(
    tool.name,
    {
      title,
      description,
      annotations,
      inputSchema: shown(tool.input),
      outputSchema: shown(tool.output),
    },
    (given) => call(tool, given, context),
  );
}

async function call(
  tool: Tool,
  given: ToolArguments,
  context: ToolContext,
): Promise<CallToolResult> {
  try {
    const result = await tool.run(given, context);
    return { content: [asText(result)], structuredContent: result };
  } catch (error) {
    // No structuredContent: with an output schema, it makes older clients throw.
    return { isError: true, content: [asText(toFailure(error))] };
  }
}

function asText(value: object): { type: 'text'; text: string } {
  return { type: 'text', text: JSON.stringify(value) };
}
