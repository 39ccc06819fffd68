import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import type { McpServer, Resource } from '@modelcontextprotocol/server';
import { toFailure } from '../../shared/errors.ts';
import type { AgentRow } from '../../shared/model.ts';
import type { ToolContext } from './tools/tool.ts';

export const agentTemplate = 'watchstander:/agents/{agent_id}';
const mimeType = 'text/plain';

/**
 * The page of each agent, as editors show it, by the same address. Handled below the SDK's templates:
 * they parse addresses as URLs, to which an agent called `..` is another one.
 */
export function serveResources(mcp: McpServer, { sidecar }: ToolContext): void {
  const { server } = mcp;
  server.registerCapabilities({ resources: { listChanged: false, subscribe: false } });
  server.setRequestHandler('resources/list', async ({ params }) => {
    const cursor = params?.cursor;
    const page = await orProtocolError(
      sidecar.request('watchstander/fleet', cursor === undefined ? {} : { cursor }),
    );
    const { agents, next_cursor } = page;
    return {
      resources: agents.map(toResource),
      ...(next_cursor === undefined ? {} : { nextCursor: next_cursor }),
    };
  });
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [
      {
        uriTemplate: agentTemplate,
        name: 'agent',
        title: 'Page of one agent',
        description:
          'Health with its reasons, measures and lifecycle events; agent_id URI-encoded.',
        mimeType,
      },
    ],
  }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => {
    const { text } = await orProtocolError(sidecar.request('watchstander/document', { uri }), uri);
    return { contents: [{ uri, mimeType, text }] };
  });
}

function toResource({ agent_id, health_status, lifecycle_status }: AgentRow): Resource {
  return {
    uri: `watchstander:/agents/${encodeURIComponent(agent_id)}`,
    name: agent_id,
    description: `${health_status}, ${lifecycle_status}`,
    mimeType,
  };
}

/** Resources have no failures of their own: ours travels as the data of the protocol's. */
async function orProtocolError<T>(answer: Promise<T>, uri?: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'NOT_FOUND' && uri !== undefined) throw new ResourceNotFoundError(uri);
    const isTheirs = failure.code === 'INVALID_INPUT';
    const code = isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    throw new ProtocolError(code, failure.error, failure);
  }
}
