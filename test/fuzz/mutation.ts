import type { SeededRandom } from '../support/seededRandom.ts';

/** A number in JSON that JavaScript would not write; `render` puts it where this text stands. */
const raw = (token: string): string => `\u0001${token}\u0001`;

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** What has broken programs before. */
const odd: readonly unknown[] = [
  ...[null, true, false, '', ' ', 'x', 'a', 'x'.repeat(600), 'ö'.repeat(200)],
  ...['__proto__', 'constructor', '../../etc/passwd', 'C:\\con', 'a\u0000b', '\u202egnp.exe'],
  ...['\ud800', '\udc00\ud800', '🙂'.repeat(128), '🙂'.repeat(129), '2026-13-45', '1e999', 'NaN'],
  ...[0, -0, 1, -1, 0.1, 1.5, 4_096, 4_097, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, -1e308, 5e-324],
  ...['1e999', '-1e999', '1e-999', '123456789012345678901234567890', '-0.0e0'].map(raw),
  ...[[], {}, [[]], [{}], { a: 1 }, Array<number>(129).fill(0.5), Array<number>(4_097).fill(0)],
  ...[
    ['x'],
    [null],
    [raw('1e999')],
    nested(50),
    JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  ],
];

/** Deeper than a recursion goes; seldom, because it is long. */
const abyss = 10_000;
const deep = raw('deep');

export function pick<T>(random: SeededRandom, from: readonly T[]): T {
  const found = from[Math.floor(random.uniform() * from.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
}

export function whole(random: SeededRandom, below: number): number {
  return Math.floor(random.uniform() * below);
}

/** A text with a few things in it replaced, left out, doubled or added. */
export function mutantOf(random: SeededRandom, sample: unknown): string {
  let value = structuredClone(sample);
  const changes = whole(random, 4);
  for (let change = 0; change < changes; change += 1) value = changed(random, value);
  return render(value);
}

/** JSON, but for what only a text can hold. */
function render(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(`"${escaped(deep)}"`, () => '['.repeat(abyss) + ']'.repeat(abyss))
    .replaceAll(/"\\u0001([^"]*)\\u0001"/g, '$1');
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function changed(random: SeededRandom, value: unknown): unknown {
  if (random.uniform() < 0.004) return deep;
  if (typeof value !== 'object' || value === null || random.uniform() < 0.05) {
    return pick(random, odd);
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return pick(random, odd);
  const key = pick(random, keys);
  if (random.uniform() > 0.6) return altered(random, value, key);
  const held = (value as Record<string, unknown>)[key];
  const next = changed(random, held);
  return Array.isArray(value) ? value.with(Number(key), next) : { ...value, [key]: next };
}

function altered(random: SeededRandom, value: object, key: string): unknown {
  const { [key]: held, ...rest } = value as Record<string, unknown>;
  switch (whole(random, 4)) {
    case 0:
      return rest;
    case 1:
      return { ...rest, [pick(random, ['__proto__x', 'id', 'agent_id', 'version'])]: held };
    case 2:
      return { ...rest, [key]: [held, held] };
    default:
      return { ...rest, [key]: pick(random, odd) };
  }
}

/** Bytes with some of them flipped, cut out, doubled, or replaced by those of another sample. */
export function mangled(random: SeededRandom, sample: Buffer, other: Buffer = sample): Buffer {
  let bytes: Buffer = Buffer.from(sample);
  const changes = 1 + whole(random, 3);
  for (let change = 0; change < changes; change += 1) {
    const at = whole(random, bytes.length + 1);
    const length = whole(random, pick(random, [2, 8, 64, bytes.length + 1]));
    bytes = mangle(random, { bytes, at, length }, other);
  }
  return bytes;
}

interface Span {
  readonly bytes: Buffer;
  readonly at: number;
  readonly length: number;
}

function mangle(random: SeededRandom, { bytes, at, length }: Span, other: Buffer): Buffer {
  const [before, span] = [bytes.subarray(0, at), bytes.subarray(at, at + length)];
  const after = bytes.subarray(at + length);
  switch (whole(random, 6)) {
    case 0:
      return Buffer.concat([before, flipped(random, span), after]);
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, span, span, after]);
    case 3:
      return Buffer.from(before);
    case 4: {
      const from = whole(random, other.length + 1);
      return Buffer.concat([before, other.subarray(from, from + length), after]);
    }
    default:
      return Buffer.concat([
        before,
        Buffer.alloc(span.length, pick(random, [0, 0xff, 0x0a])),
        after,
      ]);
  }
}

function flipped(random: SeededRandom, span: Buffer): Buffer {
  const copy = Buffer.from(span);
  const at = whole(random, copy.length);
  if (copy.length > 0) copy.writeUInt8(copy.readUInt8(at) ^ (1 << whole(random, 8)), at);
  return copy;
}
