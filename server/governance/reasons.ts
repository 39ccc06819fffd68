import type { Health, Reason } from '../../shared/model.ts';
import type { ProfileRules } from './constants.ts';
import type { HealthJudgement, Judged } from './health.ts';
import { showFigure } from './numbers.ts';
import type { Risk } from './risk.ts';
import type { Bounds, HealthSettings } from './settings.ts';
import type { VoidState } from './void.ts';

/** A reason and how bad it is: 0..1 healthy, 1..2 degraded, from 2 critical. */
interface Weighed {
  readonly reason: Reason;
  readonly urgency: number;
}

/** One part of an update's risk. */
export type Part = Pick<Reason, 'name' | 'value' | 'share'>;

/** What a verdict is explained by, beside what health is judged by. */
export interface Explained {
  readonly parts: readonly Part[];
  readonly voidState: VoidState;
}

/**
 * The named components of a verdict, worst first. The parts of this update's risk have shares that
 * add up to 1; `risk`, `coherence` and `void` are what health is judged by and have share 0.
 */
export function explain(
  judged: Judged,
  { parts, voidState }: Explained,
  health: HealthSettings,
): Reason[] {
  const sorted: Part[] = [];
  for (const part of parts) insert(sorted, part, byShare);
  const weighed: Weighed[] = [];
  const add = (each: Weighed): void => insert(weighed, each, byUrgency);
  for (const part of sorted) add(weighRisk(part, health.risk));
  const risk = weighRisk({ name: 'risk', value: judged.risk, share: 0 }, health.risk);
  // Last of its level: the part that caused it says more.
  add({ reason: risk.reason, urgency: Math.floor(risk.urgency) });
  add(weighCoherence(judged.coherence, health.coherence));
  add(weighVoid(judged.void, voidState, health.void));
  return weighed.map((each) => each.reason);
}

/** Behind all that go before it or beside it. There are never more than a handful, in each update. */
function insert<T>(sorted: T[], item: T, order: (one: T, other: T) => number): void {
  let at = sorted.length;
  for (; at > 0; at -= 1) {
    const before = sorted[at - 1];
    if (before === undefined || order(before, item) <= 0) break;
    sorted[at] = before;
  }
  sorted[at] = item;
}

function byUrgency(one: Weighed, other: Weighed): number {
  return other.urgency - one.urgency;
}

/** Parts that weigh the same stay in one order, in whichever they come. */
function byShare(one: Part, other: Part): number {
  return other.share - one.share || (one.name < other.name ? -1 : 1);
}

/** The parts that this update's risk is the sum of; those that contribute nothing are left out. */
export function partsOf(risk: Risk, kind: ProfileRules['risk']): Part[] {
  const parts: Omit<Part, 'share'>[] = [];
  let whole = 0;
  const add = (name: string, value: number): void => {
    whole += value;
    if (value > 0) parts.push({ name, value });
  };
  if (kind === 'absolute') {
    add('text_length', risk.length);
    add('complexity', risk.complexity);
  } else {
    add('drift', risk.drift);
    add(risk.behaviourKind, risk.behaviour);
    add('exposure', risk.excess);
  }
  add('parameter_change', risk.incoherence);
  add('keywords', risk.keywords);
  return parts.map(({ name, value }) => ({ name, value, share: value / whole }));
}

function weighRisk({ name, value, share }: Part, bounds: Bounds): Weighed {
  const isCritical = value >= bounds.degraded;
  const threshold = isCritical ? bounds.degraded : bounds.healthy;
  const urgency = urgencyOf(value, bounds.healthy, bounds.degraded);
  return { reason: { name, value, share, threshold }, urgency };
}

function weighCoherence(value: number, bounds: Bounds): Weighed {
  const isCritical = value < bounds.degraded;
  const threshold = isCritical ? bounds.degraded : bounds.healthy;
  const urgency = urgencyOf(1 - value, 1 - bounds.healthy, 1 - bounds.degraded);
  return { reason: { name: 'coherence', value, share: 0, threshold }, urgency };
}

const severity: Readonly<Record<Health, number>> = { healthy: 0, degraded: 1, critical: 2 };

function weighVoid(value: number, voidState: VoidState, health: Health): Weighed {
  const { threshold, active } = voidState;
  const urgency = active ? severity[health] + value : value / threshold;
  return { reason: { name: 'void', value, share: 0, threshold }, urgency };
}

function urgencyOf(value: number, degradedFrom: number, criticalFrom: number): number {
  if (value >= criticalFrom) return 2 + (value - criticalFrom);
  if (value < degradedFrom) return value / degradedFrom;
  return 1 + (value - degradedFrom) / (criticalFrom - degradedFrom);
}

const headings: Readonly<Record<Health, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  critical: 'Critical',
};

/** One sentence that says why: "Critical: risk 0.36 reached 0.30 (drift 0.35 of 0.42)." */
export function describeHealth(
  judgement: HealthJudgement,
  judged: Judged,
  reasons: readonly Reason[],
  bounds: HealthSettings,
): string {
  const { health, risk, coherence } = judgement;
  const causes: [Health, string][] = [];
  if (judgement.void !== 'healthy')
    causes.push([judgement.void, `in the void, |V| ${showFigure(judged.void)}`]);
  if (risk !== 'healthy') {
    const reached = showFigure(bounds.risk[risk === 'critical' ? 'degraded' : 'healthy']);
    const largest = describeLargest(reasons, bounds.risk.healthy);
    causes.push([risk, `risk ${showFigure(judged.risk)} reached ${reached} (${largest})`]);
  }
  if (coherence !== 'healthy') {
    const missed = showFigure(bounds.coherence[coherence === 'critical' ? 'degraded' : 'healthy']);
    causes.push([coherence, `coherence ${showFigure(judged.coherence)} is under ${missed}`]);
  }
  if (causes.length === 0) return `${headings[health]}: ${describeCalm(judged, bounds)}.`;
  // What makes it critical stands before what alone would make it degraded.
  const worstFirst = [...causes].sort(([one], [other]) => severity[other] - severity[one]);
  return `${headings[health]}: ${worstFirst.map(([, words]) => words).join('; ')}.`;
}

/** The largest part of this update's risk: "drift 0.35 of 0.42". */
function describeLargest(reasons: readonly Reason[], healthyBelow: number): string {
  const largest = reasons.find(({ share }) => share > 0);
  const whole = largest === undefined ? 0 : largest.value / largest.share;
  if (largest === undefined || whole < healthyBelow) return `falling, now ${showFigure(whole)}`;
  const name = largest.name.replace('_', ' ');
  return `${name} ${showFigure(largest.value)} of ${showFigure(whole)}`;
}

function describeCalm(judged: Judged, bounds: HealthSettings): string {
  const risk = `risk ${showFigure(judged.risk)} is under ${showFigure(bounds.risk.healthy)}`;
  const coherence = `coherence ${showFigure(judged.coherence)} is at least ${showFigure(bounds.coherence.healthy)}`;
  return `${risk}, ${coherence}`;
}
