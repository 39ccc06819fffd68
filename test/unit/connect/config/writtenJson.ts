import fc from 'fast-check';

/** JSON with comments as people and programs write it, to hold edits against. */

/** What may stand between two tokens. */
const space = fc.constantFrom('', ' ', '  ', '\n', '\n\t', '\r\n  ', ' \n\n    ');
const comment = fc.constantFrom('/* a */', '// b\n', '/* c\n d */', '// "e": {},\r\n');
const gap = fc
  .array(fc.oneof({ weight: 5, arbitrary: space }, { weight: 1, arbitrary: comment }), {
    maxLength: 3,
  })
  .map((parts) => parts.join(''));

const key = fc.oneof(
  fc.constantFrom('model', 'permissions', 'a b', 'ключ', '', '{"'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const scalar = fc.oneof(
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('0', '-1.5e3', 'true', 'null', '"// no comment"', '"a,]}"', '"\\u007b"'),
);

/** `open`, the items between commas and gaps, `close`; the last comma may be one too many. */
function written(open: string, items: fc.Arbitrary<string[]>, close: string): fc.Arbitrary<string> {
  return fc.tuple(items, fc.infiniteStream(gap), fc.boolean()).map(([texts, gaps, isTrailing]) => {
    const next = (): string => gaps.next().value as string;
    const joined = texts.map((text, index) => {
      const isLast = index === texts.length - 1;
      return next() + text + next() + (isLast && !isTrailing ? '' : ',');
    });
    return open + joined.join('') + next() + close;
  });
}

function property(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(name, gap, gap, value)
    .map(([text, before, after, is]) => `${JSON.stringify(text)}${before}:${after}${is}`);
}

function shuffled(
  known: fc.Arbitrary<string>[],
  others: fc.Arbitrary<string>,
): fc.Arbitrary<string[]> {
  const some = fc.tuple(...known.map((one) => fc.option(one))).chain((found) => {
    const there = found.filter((text) => text !== null);
    return fc.array(others, { maxLength: 3 }).chain((rest) => {
      const all = [...there, ...rest];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
  });
  return some;
}

const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, tie('list'), tie('object')),
  list: written('[', fc.array(tie('value'), { maxLength: 3 }), ']'),
  object: written('{', fc.array(property(key, tie('value')), { maxLength: 3 }), '}'),
}));

const objectOf = (items: fc.Arbitrary<string[]>): fc.Arbitrary<string> => written('{', items, '}');
const event = (name: string): fc.Arbitrary<string> =>
  property(fc.constant(name), written('[', fc.array(value, { maxLength: 3 }), ']'));
const strange = key.filter((name) => !['mcpServers', 'hooks', 'PreToolUse', 'Stop'].includes(name));

const hooks = objectOf(
  shuffled(
    [event('PreToolUse'), event('Stop')],
    property(strange, written('[', fc.array(value, { maxLength: 2 }), ']')),
  ),
);
const servers = objectOf(fc.array(property(strange, value), { maxLength: 3 }));

/** A configuration that may have servers and hooks of others, or neither. */
export const writtenConfig: fc.Arbitrary<string> = fc
  .tuple(
    gap,
    objectOf(
      shuffled(
        [property(fc.constant('mcpServers'), servers), property(fc.constant('hooks'), hooks)],
        property(strange, value),
      ),
    ),
    gap,
  )
  .map((parts) => parts.join(''));
