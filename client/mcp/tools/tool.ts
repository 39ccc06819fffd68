import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { Clock } from '../../../shared/clock.ts';
import { text, type ObjectSchema } from './jsonSchema.ts';
import type { Sidecar } from '../../connection/pages.ts';
import type { ToolArguments } from './toolArguments.ts';

/** What a tool may use. */
export interface ToolContext {
  readonly sidecar: Sidecar;
  readonly clock: Clock;
  /** Absolute path of the home. */
  readonly home: string;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Read by models: when to call it, what it does, what comes back. */
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  readonly annotations: ToolAnnotations;
  /** @throws WatchstanderError for whatever the caller can do something about. */
  readonly run: (given: ToolArguments, context: ToolContext) => Promise<Record<string, unknown>>;
}

/** The argument `agent_id` of a tool that is about another agent, or about any. */
export const anAgent = text('Id of an agent as list_agents shows it');

export const reads: ToolAnnotations = {
  readOnlyHint: true,
  idempotentHint: true,
  openWorldHint: false,
};

export const changes: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
};
