import { failures } from './errors.ts';
import { parameterCount, type CheckIn } from './model.ts';
import { agentIdFault, emptyText, measureText } from './text.ts';

/**
 * The edge: turns what a model or script says about itself into a check-in. Wrong types are refused;
 * what can be put right is, and every correction is named in a warning. Texts are measured and
 * dropped here.
 */

const admissionLimits = { arrayLength: 4_096, textBytes: 1_000_000 } as const;

export interface Admitted {
  readonly checkIn: CheckIn & {
    readonly expected_version?: number;
    readonly request_id?: string;
  };
  readonly warnings: readonly string[];
}

/** Same as `process_agent_update`'s arguments, before anything about them is known. */
export type RawCheckIn = Readonly<Record<string, unknown>>;

const known = new Set([
  'agent_id',
  'parameters',
  'ethical_drift',
  'response_text',
  'complexity',
  'expected_version',
  'request_id',
]);

const again = 'Correct the named field and send it again; nothing was stored.';

/**
 * @throws WatchstanderError INVALID_INPUT for wrong types, TOO_LARGE for a text over 1,000,000 bytes.
 */
export function admitCheckIn(raw: RawCheckIn): Admitted {
  const warnings: string[] = [];
  const agent_id = admitAgentId(raw['agent_id']);
  const checkIn = {
    agent_id,
    parameters: admitVector('parameters', raw['parameters'], parameterCount, warnings),
    ethical_drift: admitVector('ethical_drift', raw['ethical_drift'], 3, warnings),
    text: admitText(raw['response_text']),
    complexity: admitComplexity(raw['complexity'], warnings),
    ...optional('expected_version', admitVersion(raw['expected_version'])),
    ...optional('request_id', admitRequestId(raw['request_id'])),
  };
  for (const key of Object.keys(raw)) {
    if (!known.has(key))
      warnings.push(`${JSON.stringify(key.slice(0, 100))} is not a field and was ignored`);
  }
  return { checkIn, warnings };
}

export function admitAgentId(value: unknown): string {
  if (typeof value !== 'string') {
    throw failures.invalidInput(
      `agent_id: ${value === undefined ? 'is required' : 'must be a string'}`,
      'Give every call the same agent_id of your own; there is no shared default agent.',
    );
  }
  const fault = agentIdFault(value);
  if (fault !== null) {
    throw failures.invalidInput(
      `agent_id: ${fault}`,
      'Use 1 to 128 characters without control or bidirectional formatting characters.',
    );
  }
  return value;
}

function admitVector(name: string, value: unknown, length: number, warnings: string[]): number[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'number')) {
    throw failures.invalidInput(`${name}: must be an array of numbers`, again);
  }
  if (value.length > admissionLimits.arrayLength) {
    const limit = admissionLimits.arrayLength;
    throw failures.invalidInput(
      `${name}: has ${value.length} numbers, at most ${limit} are taken`,
      again,
    );
  }
  const numbers: number[] = value.slice(0, length);
  const bad = numbers.filter((entry) => !Number.isFinite(entry)).length;
  if (bad > 0) warnings.push(`${name}: ${bad} not finite, replaced by 0`);
  if (value.length > length)
    warnings.push(`${name}: ${value.length} given, cut to the first ${length}`);
  if (value.length > 0 && value.length < length) {
    warnings.push(`${name}: ${value.length} given, padded with zeros to ${length}`);
  }
  return numbers.map((entry) => (Number.isFinite(entry) ? entry : 0));
}

function admitText(value: unknown): CheckIn['text'] {
  if (value === undefined) return emptyText;
  if (typeof value !== 'string')
    throw failures.invalidInput('response_text: must be a string', again);
  if (utf8Bytes(value) > admissionLimits.textBytes) {
    throw failures.tooLarge(
      'response_text',
      `${admissionLimits.textBytes} bytes of UTF-8; send the end of it`,
    );
  }
  return measureText(value);
}

/** Length in UTF-8 without making the bytes; a lone surrogate counts as U+FFFD (3). */
function utf8Bytes(text: string): number {
  if (text.length > admissionLimits.textBytes) return text.length;
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function admitComplexity(value: unknown, warnings: string[]): number {
  if (value === undefined) return 0.5;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw failures.invalidInput('complexity: must be a finite number, 0 to 1', again);
  }
  const clipped = Math.min(1, Math.max(0, value));
  if (clipped !== value)
    warnings.push(`complexity: ${value} is outside 0 to 1, taken as ${clipped}`);
  return clipped;
}

export function admitVersion(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw failures.invalidInput('expected_version: must be a whole number, 0 or more', again);
  }
  return value;
}

export function admitRequestId(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > 200) {
    throw failures.invalidInput('request_id: must be a string of 1 to 200 characters', again);
  }
  return value;
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
}
