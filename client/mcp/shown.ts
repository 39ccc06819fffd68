import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { Schema } from './tools/jsonSchema.ts';
import type { ToolArguments } from './tools/toolArguments.ts';

/**
 * A schema that is listed but not enforced: the SDK refuses in plain text, and a refusal of ours has
 * a code and a next step. Each tool reads its own arguments.
 */
export function shown(schema: Schema): StandardSchemaWithJSON<ToolArguments> {
  return {
    '~standard': {
      version: 1,
      vendor: 'watchstander',
      jsonSchema: { input: () => schema, output: () => schema },
      validate: (value) => ({ value: value as ToolArguments }),
    },
  };
}
