import * as z from 'zod/mini';
import { failures } from './errors.ts';
import { parameterCount, type Doubles } from './model.ts';
import { alertActs } from './alerts.ts';
import { noteMaxCodePoints, tagBounds, transactActs, transactionBounds } from './edits.ts';
import { harnesses, hookPhases, outcomes } from './hooks.ts';
import {
  lifecycleActs,
  sessionKinds,
  type Method,
  type ParamsOf,
  type ReportName,
  type Reports,
} from './protocol.ts';
import { agentIdFault, cleanNote } from './text.ts';

/**
 * The one door of the sidecar: what passes here is of the right type, finite and bounded, and
 * nothing behind it checks again. What people and models may get wrong within reason is put right
 * (and reported) before, at the edge: `admission.ts`.
 */

const agentId = z.string().check(
  z.refine((id: string) => agentIdFault(id) === null, {
    error: (issue) => `agent_id: ${agentIdFault(String(issue.input)) ?? 'not valid'}`,
  }),
);

const note = z.pipe(
  z.string().check(z.maxLength(1_000_000)),
  z.transform((text: string) => cleanNote(text, noteMaxCodePoints)),
);

const finite = z.number();
/** Checked in one loop: a check-in brings 128 numbers, and zod's way with each one costs more. */
function vector(mostNumbers: number) {
  return z.custom<Doubles>((input) => vectorFault(input, mostNumbers) === null, {
    error: ({ input }) => vectorFault(input, mostNumbers) ?? 'is not valid',
  });
}

function vectorFault(input: unknown, mostNumbers: number): string | null {
  if (!isList(input)) return 'must be a list of numbers';
  if (input.length > mostNumbers) return `must not have more than ${mostNumbers} numbers`;
  for (let at = 0; at < input.length; at += 1) {
    if (!Number.isFinite(input[at])) return `must be a finite number at place ${at}`;
  }
  return null;
}

function isList(input: unknown): input is ArrayLike<unknown> {
  return Array.isArray(input) || input instanceof Float64Array;
}
const count = z.int().check(z.nonnegative());
const requestId = z.string().check(z.minLength(1), z.maxLength(200));
const cursor = z.optional(z.string().check(z.maxLength(1_000)));

const processName = z.object({
  pid: z.int().check(z.positive()),
  started: z.nullable(z.string().check(z.maxLength(100))),
});

const checkInDoor = z.object({
  agent_id: agentId,
  parameters: vector(parameterCount),
  ethical_drift: vector(3),
  text: z.object({ code_points: count, keyword_hits: count }),
  complexity: finite.check(z.minimum(0), z.maximum(1)),
  expected_version: z.optional(count),
  request_id: z.optional(requestId),
});

const agentDoor = z.object({ agent_id: agentId });

const lifecycleDoor = z.object({
  agent_id: agentId,
  act: z.enum(lifecycleActs),
  reason: z.optional(note),
  expected_version: z.optional(count),
  request_id: z.optional(requestId),
});

/** Whatever was meant as the same tag is one: cleaned, without blanks around it, once. */
const tags = z.pipe(
  z.array(z.string().check(z.maxLength(1_000))).check(z.maxLength(tagBounds.count)),
  z.transform((given: string[]) => [
    ...new Set(
      given.map((tag) => cleanNote(tag, tagBounds.codePoints).trim()).filter((tag) => tag !== ''),
    ),
  ]),
);

const metadataDoor = z.object({
  agent_id: agentId,
  tags: z.optional(tags),
  notes: z.optional(note),
  append_notes: z.optional(z.boolean()),
  expected_version: z.optional(count),
  request_id: z.optional(requestId),
});

const once = { request_id: true } as const;
const operation = z.discriminatedUnion('kind', [
  z.extend(z.omit(checkInDoor, once), { kind: z.literal('checkIn') }),
  z.extend(z.omit(metadataDoor, once), { kind: z.literal('metadata') }),
  z.extend(z.omit(lifecycleDoor, once), {
    kind: z.literal('lifecycle'),
    act: z.enum(transactActs),
  }),
]);

const digest = z.string().check(z.minLength(1), z.maxLength(64));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const hookEventDoor = z.object({
  harness: z.enum(harnesses),
  phase: z.enum(hookPhases),
  session: hash,
  subagent: z.nullable(hash),
  stamp: z.nullable(digest),
  call: z.nullable(
    z.object({
      tool: z.string().check(z.maxLength(200)),
      id: z.nullable(digest),
      arguments_digest: digest,
      outcome: z.nullable(z.enum(outcomes)),
      result_digest: z.nullable(digest),
      result_length: count,
      is_edit: z.boolean(),
      is_command: z.boolean(),
    }),
  ),
  reports_as: z.nullable(agentId),
  workspace: z.nullable(z.string().check(z.maxLength(4_096))),
});

const doors = {
  'watchstander/handshake': z.object({
    protocol: z.object({ major: count, minor: count }),
    build: z.string().check(z.maxLength(200)),
    kind: z.enum(sessionKinds),
    process: processName,
    home: z.string().check(z.maxLength(200)),
    token: z.string().check(z.maxLength(200)),
    workspace: z.optional(z.string().check(z.maxLength(4_096))),
    build_date: z.optional(z.string().check(z.maxLength(40))),
    uptime_s: z.optional(finite.check(z.nonnegative())),
  }),
  'watchstander/beat': z.object({
    sequence: count,
    event_loop_delay_p50_ms: z.optional(finite),
    event_loop_delay_p99_ms: finite,
    rss_bytes: count,
    cpu_percent: z.optional(finite),
  }),
  'watchstander/checkIn': checkInDoor,
  'watchstander/simulate': checkInDoor,
  'watchstander/thresholds': z.object({ agent_id: z.optional(agentId) }),
  'watchstander/fleet': z.object({ cursor }),
  'watchstander/agent': agentDoor,
  'watchstander/document': z.object({ uri: z.string().check(z.maxLength(4_096)) }),
  'watchstander/history': z.object({ agent_id: agentId, limit: z.optional(count), cursor }),
  'watchstander/lifecycle': lifecycleDoor,
  'watchstander/metadata': metadataDoor,
  'watchstander/transact': z.object({
    operations: z.array(operation).check(z.minLength(1), z.maxLength(transactionBounds.operations)),
    request_id: z.optional(requestId),
  }),
  'watchstander/freeze': z.object({ act: z.enum(['pause', 'resume']), reason: z.optional(note) }),
  'watchstander/hookEvent': hookEventDoor,
  'watchstander/alerts': z.object({
    agent_id: z.optional(agentId),
    open_only: z.optional(z.boolean()),
    cursor,
  }),
  'watchstander/acknowledge': z.object({
    alert_id: z.string().check(z.regex(/^\d{1,15}-\d{1,15}$/, 'is not the id of an alert')),
    act: z.enum(alertActs),
    note: z.optional(note),
    until: z.optional(z.iso.datetime({ offset: true })),
  }),
  'watchstander/status': z.object({}),
  'watchstander/processes': z.object({}),
  'watchstander/cleanup': z.object({
    approve: z.optional(z.array(z.string().check(z.maxLength(200))).check(z.maxLength(1_000))),
  }),
  'watchstander/register': z.object({
    namespace: z.nullable(z.string().check(z.maxLength(200))),
    parent_pid: count,
    record: z.optional(z.string().check(z.regex(/^[0-9a-f]{16}$/))),
  }),
  'watchstander/stop': z.object({ reason: z.string().check(z.maxLength(500)) }),
} satisfies Record<Method, z.ZodMiniType>;

/**
 * Lets a message in or refuses it.
 * @throws WatchstanderError INVALID_INPUT naming the field and what it must be.
 */
export function admit<M extends Method>(method: M, params: unknown): ParamsOf<M> {
  const result = doors[method].safeParse(params ?? {});
  if (result.success) return result.data;
  throw failures.invalidInput(
    describeIssues(result.error.issues),
    'Correct the named field and send it again; nothing was stored.',
  );
}

const reportDoors = {
  'watchstander/focus': z.object({
    focused: z.boolean(),
    last_focus_age_ms: z.nullable(finite.check(z.nonnegative())),
  }),
  'watchstander/leave': z.object({}),
} satisfies Record<ReportName, z.ZodMiniType>;

/** Null for what is not such a report: nobody waits for an answer. */
export function admitReport<N extends ReportName>(name: N, params: unknown): Reports[N] | null {
  const result = reportDoors[name].safeParse(params ?? {});
  return result.success ? (result.data as Reports[N]) : null;
}

function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const [first] = issues;
  if (first === undefined) return 'The input is not valid.';
  const where = first.path.map(String).join('.');
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return `${where === '' ? 'input' : where}: ${first.message}${more}`;
}
