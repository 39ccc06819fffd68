import * as z from 'zod/mini';
import { durationMs, parseDuration } from './duration.ts';
import { mustBe } from './mustBe.ts';
import { longestGlob, mostListed, type Node, type Rule } from './policyNodes.ts';
import { policyTree } from './policyTree.ts';

/** What a file may say, made of the tree: every message is "must be …" in the tree's words. */
export const policySchema = z.strictObject(
  // Editors write it to find a schema; it means nothing here.
  { ...fieldsOf(policyTree.keys), $schema: z.optional(z.string('must be a string')) },
  'must be an object',
);

/** What is in sections is made when a file has it: most have few, and sidecars start with it. */
function fieldsOf(keys: Readonly<Record<string, Node>>): Record<string, z.ZodMiniType> {
  const fields = Object.entries(keys).map(([name, node]) => {
    if (node.kind !== 'key') return [name, z.optional(z.lazy(() => typeOf(node)))] as const;
    return [name, node.isRequired ? typeOf(node) : z.optional(typeOf(node))] as const;
  });
  return Object.fromEntries(fields);
}

function typeOf(node: Node): z.ZodMiniType {
  switch (node.kind) {
    case 'key':
      return valueOf(node.rule, `must be ${mustBe(node.rule)}`);
    case 'section':
      return z.strictObject(fieldsOf(node.keys), 'must be an object');
    case 'list':
      return z.array(typeOf(node.item), 'must be a list of objects').check(atMost(mostListed));
  }
}

function valueOf(rule: Rule, message: string): z.ZodMiniType {
  switch (rule.form) {
    case 'number':
      return z.number(message).check(...between(rule.range, message));
    case 'count':
      return z.int(message).check(...between(rule.range, message));
    case 'duration':
      return z.string(message).check(...duration(rule.range, message));
    case 'choice':
      return z.enum(rule.choices as [string, ...string[]], message);
    case 'choices':
      return listOf({ form: 'choice', choices: rule.choices }, message);
    case 'flag':
      return z.boolean(message);
    case 'glob':
      return z.string(message).check(z.minLength(1, message), shortEnough());
    case 'globs':
      return listOf({ form: 'glob' }, message);
  }
}

function shortEnough() {
  return z.maxLength(longestGlob, `must have at most ${longestGlob} characters`);
}

function atMost(count: number) {
  return z.maxLength(count, `must have at most ${count} entries`);
}

function listOf(rule: Rule, message: string): z.ZodMiniType {
  return z.array(valueOf(rule, `must be ${mustBe(rule)}`), message).check(atMost(mostListed));
}

function between([least, most]: readonly [number, number], message: string) {
  return [z.minimum(least, message), z.maximum(most, message)] as const;
}

function duration(range: (Rule & { form: 'duration' })['range'], message: string) {
  const [leastMs, mostMs] = [durationMs(range[0]), durationMs(range[1])];
  const isInside = (text: string): boolean => {
    const ms = parseDuration(text);
    // No duration at all: the check before has said so.
    return ms === null || (ms >= leastMs && ms <= mostMs);
  };
  const hasForm = (text: string): boolean => parseDuration(text) !== null;
  return [
    z.refine<string>(hasForm, { error: message, params: { code: 'wrong-form' } }),
    z.refine<string>(isInside, { error: message, params: { code: 'out-of-range' } }),
  ] as const;
}
