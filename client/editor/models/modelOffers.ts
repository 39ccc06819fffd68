import process from 'node:process';
import * as vscode from 'vscode';
import { chosenHome, onHomeChanged } from '../settings.ts';

/** As in package.json: the name of a tool with a prefix, since names are shared by all extensions. */
export const modelToolPrefix = 'watchstander_';
const modelTools = ['process_agent_update', 'list_agents', 'get_governance_metrics'] as const;

/** Answers a call of a tool; never throws for what its caller can do something about. */
export type CallTool = (
  name: string,
  given: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

/** What models of the editor get of us: all tools over MCP, and the everyday ones without. */
export function offerToModels(
  context: vscode.ExtensionContext,
  call: CallTool,
): readonly vscode.Disposable[] {
  return [offerServer(context), ...modelTools.map((name) => offerTool(name, call))];
}

/** The editor starts the shim as any other MCP server, once its person agrees. */
function offerServer(context: vscode.ExtensionContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const { version } = context.extension.packageJSON as { version: string };
  const offered = vscode.lm.registerMcpServerDefinitionProvider('watchstander', {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () => [
      new vscode.McpStdioServerDefinition(
        'Watchstander',
        process.execPath,
        [context.asAbsolutePath('dist/cli.js'), 'mcp'],
        // Under Electron the same executable is Node only when told so.
        { WATCHSTANDER_HOME: chosenHome(), ELECTRON_RUN_AS_NODE: '1' },
        version,
      ),
    ],
  });
  const following = onHomeChanged(() => changed.fire());
  return vscode.Disposable.from(offered, following, changed);
}

function offerTool(name: string, call: CallTool): vscode.Disposable {
  return vscode.lm.registerTool<Readonly<Record<string, unknown>>>(modelToolPrefix + name, {
    async invoke({ input }) {
      const text = JSON.stringify(await call(name, input));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    },
  });
}
