import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { healthStates, profiles } from '../../shared/model.ts';
import { describeIssues } from '../../shared/schema.ts';
import { defaultPolicy, type Policy } from './policy.ts';

export interface PolicyReading {
  readonly policy: Policy;
  /** Why the file is not in force; null when it is (or when there is none). */
  readonly fault: string | null;
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const duration = z.pipe(
  z.string().check(z.regex(/^\d{1,9}(?:ms|s|m|h|d)$/, 'must be a duration such as "30s" or "10m"')),
  z.transform(durationMs),
);

const share = z.number().check(z.minimum(0), z.maximum(1));

const defaults = defaultPolicy.settings;

const risk = z
  .object({ healthy: z._default(share, 0.15), degraded: z._default(share, 0.3) })
  .check(z.refine((r) => r.healthy < r.degraded, 'healthy must be below degraded'));

const coherence = z
  .object({ healthy: z._default(share, 0.85), degraded: z._default(share, 0.6) })
  .check(z.refine((c) => c.healthy > c.degraded, 'healthy must be above degraded'));

const schema = z.object({
  governance: z.optional(z.object({ profile: z._default(z.enum(profiles), defaults.profile) })),
  health: z.optional(
    z.object({
      risk: z._default(risk, defaults.health.risk),
      coherence: z._default(coherence, defaults.health.coherence),
      void: z._default(z.enum(healthStates), defaults.health.void),
      smoothing: z._default(share, defaults.health.smoothing),
    }),
  ),
  liveness: z.optional(
    z.object({
      silent_after: z.optional(duration),
      stale_after: z.optional(duration),
      idle_exit: z.optional(duration),
    }),
  ),
});

/** Reads the policy; a file that is not sound never takes effect, whatever part of it is wrong. */
export function readPolicy(path: string): PolicyReading {
  const text = readIfThere(path);
  if (text === null) return { policy: defaultPolicy, fault: null };
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [syntax] = errors;
  if (syntax !== undefined)
    return rejected(`${place(text, syntax.offset)}: ${printParseErrorCode(syntax.error)}`);
  const result = schema.safeParse(value);
  return result.success
    ? { policy: fill(result.data), fault: null }
    : rejected(describeIssues(result.error.issues));
}

function rejected(fault: string): PolicyReading {
  return { policy: defaultPolicy, fault };
}

function fill({ governance, health, liveness }: z.infer<typeof schema>): Policy {
  const { silent_after_ms, stale_after_ms, idle_exit_ms } = defaultPolicy.liveness;
  return {
    settings: {
      profile: governance?.profile ?? defaults.profile,
      health: health ?? defaults.health,
    },
    liveness: {
      silent_after_ms: liveness?.silent_after ?? silent_after_ms,
      stale_after_ms: liveness?.stale_after ?? stale_after_ms,
      idle_exit_ms: liveness?.idle_exit ?? idle_exit_ms,
    },
  };
}

function durationMs(text: string): number {
  const [, amount = '0', unit = 'ms'] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  return Number(amount) * unitMs[unit as keyof typeof unitMs];
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
