import { toFailure } from '../../../shared/errors.ts';
import { everydayTools } from '../../mcp/tools/everydayTools.ts';
import type { ToolContext } from '../../mcp/tools/tool.ts';
import type { CallTool } from './modelOffers.ts';

/** Runs a tool as the MCP shim would, over the session that this window has anyway. */
export function toolCaller(context: () => ToolContext): CallTool {
  return async (name, given) => {
    const tool = everydayTools.find((each) => each.name === name);
    if (tool === undefined) throw new Error(`There is no tool called ${name}.`);
    try {
      return await tool.run(given, context());
    } catch (error) {
      return { ...toFailure(error) };
    }
  };
}
