import type { Profile } from '../../shared/model.ts';
import {
  coherence,
  controller,
  flow,
  learning,
  profileRules,
  risk,
  voidRule,
} from '../governance/constants.ts';

/** What a line of an agent's page is about. The formulas are those of `server/governance`. */
export interface Meaning {
  readonly title: string;
  readonly text: string;
  /** Null where nothing is computed. */
  readonly formula: string | null;
}

type Say = (profile: Profile) => Meaning;

/** By the name that a line begins with; null for a line that explains itself. */
export function meaningOf(name: string, profile: Profile): Meaning | null {
  return Object.hasOwn(meanings, name) ? (meanings[name]?.(profile) ?? null) : null;
}

function same(title: string, text: string, formula: string | null = null): Say {
  return () => ({ title, text, formula });
}

const riskText = 'How much of the newest update speaks against the agent, 0 to 1.';

const meanings: Readonly<Record<string, Say>> = {
  // Judged, assessRisk and smooth: risk.ts, step.ts.
  risk: (profile) =>
    profileRules[profile].risk === 'absolute'
      ? {
          title: 'Risk',
          text: `${riskText} Each update is judged alone.`,
          formula: 'text_length + complexity + parameter_change + keywords',
        }
      : {
          title: 'Risk',
          text: `${riskText} What is judged is smoothed: judged ← judged + smoothing × (risk − judged).`,
          formula: 'parameter_change + keywords + drift + behaviour + exposure',
        },
  coherence: same(
    'Coherence',
    'How little the parameters moved since the update before: 1 is not at all.',
    `C = exp(−rms(change of the parameters) / ${coherence.scale})`,
  ),
  void: same(
    'Void',
    'Energy and integrity apart for long. An agent is in the void while |V| is over its threshold: ' +
      `the mean of its last ${voidRule.window} values and ${voidRule.deviations} standard deviations, ` +
      `from ${voidRule.min} to ${voidRule.max}.`,
    `dV/dt = ${flow.kappa} (E − I) − ${flow.delta} V`,
  ),
  E: same(
    'Energy',
    'Drive of the agent, 0 to 1: it follows integrity, and entropy takes from it.',
    `dE/dt = ${flow.alpha} (I − E) − ${flow.betaE} E S + λ₁ E D`,
  ),
  I: (profile) => ({
    title: 'Information integrity',
    text: 'How whole what the agent works on is, 0 to 1: entropy takes from it.',
    formula: `dI/dt = −${flow.k} S + ${gainOf(profile)} φ(V) − ${lossOf(profile)}`,
  }),
  S: (profile) => ({
    title: 'Entropy',
    text: 'Disorder, 0 to 1: incoherence and drift raise it, time lowers it.',
    formula: `dS/dt = −${flow.mu} (S − ${restOf(profile)}) + λ₁ D − ${flow.lambda2} φ(V)`,
  }),
  'λ₁': same(
    'Exploration budget',
    'How boldly the agent is advised to sample. A controller lowers it in trouble and raises it in calm, ' +
      `from ${controller.lambdaMin} to ${controller.lambdaMax}.`,
    `λ₁ ← λ₁ + ${controller.proportional} × error + ${controller.integral} × its integral`,
  ),
  parameter_change: same(
    'Parameter change',
    'Part of the risk: how far the parameters moved since the update before.',
    `${risk.incoherence} × (1 − C)`,
  ),
  keywords: same(
    'Keywords',
    'Part of the risk: words in the text that stand for danger. Only their number is known.',
    `${risk.keywords} × min(1, hits / ${risk.keywordSaturation})`,
  ),
  drift: same(
    'Ethical drift',
    'Part of the risk: how far the agent says that it moved from what it was asked to do.',
    `min(‖ethical_drift‖, ${risk.driftMax})`,
  ),
  exposure: same(
    'Exposure',
    'Part of the risk: text length and complexity above what is normal for this agent, which is learned ' +
      `while other evidence is under ${learning.evidenceMax}.`,
    'max(0, text_length + complexity − normal)',
  ),
  text_length: same(
    'Text length',
    'Part of the risk: how long the text is, in code points. The text itself is not kept.',
    `${risk.length} / (1 + exp(−(length − ${risk.lengthMidpoint}) / ${risk.lengthSlope}))`,
  ),
  complexity: same(
    'Complexity',
    'Part of the risk: how hard the agent says that the task is.',
    `${risk.complexity} × complexity`,
  ),
  failing: same(
    'Failing',
    'Part of the risk: its tool calls have failed several times in a row.',
    `${risk.behaviour.failing}, while it lasts`,
  ),
  stuck: same(
    'Stuck',
    'Part of the risk: its tool calls keep failing, or bring nothing new.',
    `${risk.behaviour.stuck}, while it lasts`,
  ),
  Health: same(
    'Health',
    'The worst of what risk, coherence and void say, by the limits of the policy.',
  ),
  Decision: same(
    'Decision',
    'What the agent was told of its newest update. Approve: go on. Revise: slow down and review. ' +
      'Reject: stop and ask the user.',
  ),
  Lifecycle: same(
    'Lifecycle',
    'Active; paused: its reports are refused and, where hooks are connected, its tools are blocked; ' +
      'archived: kept until it reports again; deleted.',
  ),
};

function gainOf(profile: Profile): string {
  const { gain, gainPerI } = profileRules[profile].flow;
  return gainPerI === 0 ? String(gain) : `${gainPerI} I`;
}

function lossOf(profile: Profile): string {
  const { gammaI, lossCurvature } = profileRules[profile].flow;
  return lossCurvature === 0 ? `${gammaI} I` : `${gammaI} I (1 − I)`;
}

function restOf(profile: Profile): string {
  const { entropyRest, entropyPerIncoherence, entropyPerDrift } = profileRules[profile].flow;
  if (entropyPerIncoherence === 0 && entropyPerDrift === 0) return String(entropyRest);
  return `(${entropyRest} + ${entropyPerIncoherence} (1 − C) + ${entropyPerDrift} ‖η‖)`;
}
