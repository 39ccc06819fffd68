import { durationPattern } from './duration.ts';
import { describeKey } from './describeNode.ts';
import { longestGlob, mostListed, type Node, type Rule } from './policyNodes.ts';
import { policyTree } from './policyTree.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The policy file as a JSON schema, for editors that know nothing of Watchstander. */
export function policyJsonSchema(): Schema {
  const { properties, ...root } = schemaOf(policyTree) as { properties: object };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Watchstander policy',
    ...root,
    properties: { $schema: { type: 'string' }, ...properties },
    allowComments: true,
    allowTrailingCommas: true,
  };
}

function schemaOf(node: Node): Schema {
  switch (node.kind) {
    case 'key':
      return {
        description: describeKey(node),
        ...(node.isRequired ? {} : { default: node.initial }),
        ...valueOf(node.rule),
      };
    case 'section': {
      const keys = Object.entries(node.keys);
      const required = keys.filter(([, key]) => key.kind === 'key' && key.isRequired);
      return {
        description: node.meaning,
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(keys.map(([name, key]) => [name, schemaOf(key)])),
        ...(required.length === 0 ? {} : { required: required.map(([name]) => name) }),
      };
    }
    case 'list':
      return { description: node.meaning, ...arrayOf(schemaOf(node.item)) };
  }
}

function valueOf(rule: Rule): Schema {
  switch (rule.form) {
    case 'number':
      return { type: 'number', minimum: rule.range[0], maximum: rule.range[1] };
    case 'count':
      return { type: 'integer', minimum: rule.range[0], maximum: rule.range[1] };
    case 'duration':
      return { type: 'string', pattern: durationPattern };
    case 'choice':
      return { type: 'string', enum: rule.choices };
    case 'choices':
      return arrayOf({ type: 'string', enum: rule.choices });
    case 'flag':
      return { type: 'boolean' };
    case 'glob':
      return { type: 'string', minLength: 1, maxLength: longestGlob };
    case 'globs':
      return arrayOf(valueOf({ form: 'glob' }));
  }
}

function arrayOf(items: Schema): Schema {
  return { type: 'array', items, maxItems: mostListed };
}
