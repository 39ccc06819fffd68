import * as z from 'zod/mini';
import { actions, actors, healthStates, lifecycleStates } from '../../shared/model.ts';
import { alertWords } from '../../shared/alerts.ts';
import { standings } from '../../shared/standing.ts';
import { agentIdFault } from '../../shared/text.ts';

/**
 * Everything that is said between the page and the extension. Both sides look at what comes before
 * they act on it: a page is a browser, and whatever gets into one must not get further. Texts in here
 * are of agents; they become text on the page and nothing else.
 */

/** As many trends as the page asks for at once, and as many rows as are sent at once. */
export const mostTrends = 100;
/** Points of a trend: as many as can be told apart in so small a picture. */
export const trendLength = 40;

const agentId = z.string().check(z.refine((id) => agentIdFault(id) === null));
const health = z.enum(healthStates);

const line = z.object({
  agentId,
  standing: z.enum(standings),
  /** Why it is what it is, in the words of its health. */
  message: z.string(),
  risk: z.number(),
  coherence: z.number(),
  lastMs: z.number(),
  updates: z.number(),
  version: z.number(),
  harness: z.nullable(z.string()),
  liveness: z.enum(['active', 'waiting', 'silent', 'ended']),
  lifecycle: z.enum(lifecycleStates),
  /** By whom and why, while it is paused. */
  paused: z.nullable(z.object({ by: z.enum(actors), reason: z.nullable(z.string()) })),
});
export type AgentLine = Readonly<z.infer<typeof line>>;

/** Points in columns, oldest first: that is how they are drawn. All columns are of one length. */
const columns = z.object({
  version: z.array(z.number()),
  atMs: z.array(z.number()),
  risk: z.array(z.number()),
  coherence: z.array(z.number()),
  E: z.array(z.number()),
  I: z.array(z.number()),
  S: z.array(z.number()),
  V: z.array(z.number()),
  lambda1: z.array(z.number()),
  health: z.array(health),
  action: z.array(z.enum(actions)),
});
const points = columns.check(
  z.refine((all) => Object.values(all).every(({ length }) => length === all.version.length)),
);
export type Points = z.infer<typeof columns>;

const bounds = z.object({ healthy: z.number(), degraded: z.number() });
export type Bounds = Readonly<z.infer<typeof bounds>>;

const event = z.object({
  event: z.string(),
  atMs: z.number(),
  reason: z.nullable(z.string()),
  by: z.enum(actors),
});
export type AgentEvent = Readonly<z.infer<typeof event>>;

const alert = z.object({
  id: z.string(),
  word: z.enum(alertWords),
  level: health,
  openedMs: z.number(),
  closedMs: z.nullable(z.number()),
  message: z.string(),
});
export type AlertSpan = Readonly<z.infer<typeof alert>>;

/** The newest few of an agent, oldest first. Of whom it was asked and could not be read, none is sent. */
const trend = z.object({ agentId, risk: z.array(z.number()) });
export type Trend = Readonly<z.infer<typeof trend>>;

const freshness = z.enum(['none', 'live', 'stale']);
export type Freshness = z.infer<typeof freshness>;

const toPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), words: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('connection'), freshness, sentence: z.string() }),
  /** `all`: of everybody; else only of those that changed. */
  z.object({
    kind: z.literal('fleet'),
    extent: z.enum(['all', 'changed']),
    lines: z.array(line),
    removed: z.array(agentId),
  }),
  z.object({ kind: z.literal('trends'), trends: z.array(trend) }),
  z.object({ kind: z.literal('show'), agentId }),
  z.object({
    kind: z.literal('agent'),
    agentId,
    /** The policy in force for it. */
    risk: bounds,
    coherence: bounds,
    /** Who is not heard of for so long was not at work in between. */
    silentAfterMs: z.number(),
    events: z.array(event),
  }),
  /** `total`: of all that are kept; `phase`: whether more are on their way. */
  z.object({
    kind: z.literal('points'),
    agentId,
    points,
    total: z.number(),
    phase: z.enum(['loading', 'done']),
  }),
  z.object({ kind: z.literal('alerts'), agentId, alerts: z.array(alert) }),
]);
export type ToPage = z.infer<typeof toPage>;

/** What a person can do about an agent from the page. */
export const agentActs = ['pause', 'resume', 'document', 'csv', 'json'] as const;
export type AgentAct = (typeof agentActs)[number];

/** What a person can do about Watchstander itself. */
export const ownActs = ['connect', 'start', 'log'] as const;
export type OwnAct = (typeof ownActs)[number];

const toExtension = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  /** Null: nobody. `fromMs`: older points than the newest are wanted, back to then. */
  z.object({ kind: z.literal('watch'), agentId: z.nullable(agentId) }),
  z.object({ kind: z.literal('reach'), agentId, fromMs: z.number() }),
  z.object({
    kind: z.literal('trends'),
    agentIds: z.array(agentId).check(z.maxLength(mostTrends)),
  }),
  z.object({ kind: z.literal('act'), act: z.enum(agentActs), agentId }),
  /** The page heard what is no message of ours, and left it out. */
  z.object({ kind: z.literal('strange') }),
  z.object({ kind: z.literal('own'), act: z.enum(ownActs) }),
]);
export type ToExtension = z.infer<typeof toExtension>;

/** Undefined for what is no message of the extension. */
export function readToPage(data: unknown): ToPage | undefined {
  return toPage.safeParse(data).data;
}

/** Undefined for what is no message of the page. */
export function readToExtension(data: unknown): ToExtension | undefined {
  return toExtension.safeParse(data).data;
}
