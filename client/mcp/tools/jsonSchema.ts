/** JSON Schema by short names: what `tools/list` shows of inputs and results. */

export type Schema = Readonly<Record<string, unknown>>;
export type ObjectSchema = Schema & { readonly type: 'object' };

function described(schema: Schema, description: string | undefined): Schema {
  return description === undefined ? schema : { ...schema, description };
}

export const text = (description?: string): Schema => described({ type: 'string' }, description);
export const number = (description?: string): Schema => described({ type: 'number' }, description);
export const flag = (description?: string): Schema => described({ type: 'boolean' }, description);
export const count = (description?: string): Schema =>
  described({ type: 'integer', minimum: 0 }, description);

export const choice = (choices: readonly string[], description?: string): Schema =>
  described({ type: 'string', enum: choices }, description);

export const list = (items: Schema, description?: string): Schema =>
  described({ type: 'array', items }, description);

export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

/** All fields required but those named in `optional`; more fields may come with later versions. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): ObjectSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
}

/** The result of a tool that did what it was asked. */
export function success(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): ObjectSchema {
  return object({ success: { type: 'boolean', const: true }, ...properties }, optional);
}
