import { healthStates, profiles } from '../model.ts';
import {
  choice,
  choices,
  count,
  flag,
  globs,
  initialOf,
  list,
  number,
  perAgentPart,
  requiredGlob,
  section,
  span,
  type AnySection,
  type Section,
} from './policyNodes.ts';
import { alertTriggers, type Policy } from './policy.ts';

/**
 * Every key of the policy file: what it means, its default, unit and range. From here come the
 * messages of the reader, the JSON schema, hover texts, completion and the template.
 */
const common: Section<Omit<Policy, 'agents'>> = section(
  'Watchstander’s policy. What is left out has its default.',
  {
    governance: section('How an agent is judged.', {
      profile: choice(profiles, 'calibrated', {
        perAgent: true,
        meaning:
          'Which model judges: "calibrated" measures risk against the agent\'s own normal and smooths ' +
          'it; "reference" judges each update alone, as the predecessor did.',
      }),
    }),
    health: section('When an agent counts as degraded or critical. The worst signal decides.', {
      risk: section(
        'Limits of the risk score. `healthy` is below `degraded`.',
        {
          healthy: number([0, 1], 0.15, {
            perAgent: true,
            unit: 'risk',
            meaning: 'An agent is healthy while its risk is under this, and degraded from here up.',
          }),
          degraded: number([0, 1], 0.3, {
            perAgent: true,
            unit: 'risk',
            meaning: 'An agent is critical from this risk up.',
          }),
        },
        'rising',
      ),
      coherence: section(
        'Limits of the coherence. `healthy` is above `degraded`.',
        {
          healthy: number([0, 1], 0.85, {
            perAgent: true,
            unit: 'coherence',
            meaning: 'An agent is healthy from this coherence up, and degraded under it.',
          }),
          degraded: number([0, 1], 0.6, {
            perAgent: true,
            unit: 'coherence',
            meaning: 'An agent is critical under this coherence.',
          }),
        },
        'falling',
      ),
      void: choice(healthStates, 'critical', {
        perAgent: true,
        meaning: 'What an agent in the void (energy and integrity apart for long) is at best.',
      }),
      smoothing: number([0.01, 1], 0.3, {
        perAgent: true,
        unit: 'weight of the newest update',
        meaning:
          'How fast health follows: 1 looks at the newest update alone, less is steadier and slower. ' +
          'The reference profile does not smooth.',
      }),
    }),
    alerts: section('When you are told, and how often.', {
      kinds: choices(alertTriggers, alertTriggers, {
        perAgent: true,
        meaning:
          'What opens an alert: an agent becoming critical or degraded, its silence, its standstill, its ' +
          'sudden end, its recovery. An empty list is no alerts.',
      }),
      critical_after: count([1, 1_000], 1, {
        perAgent: true,
        unit: 'updates in a row',
        meaning: 'So many critical updates in a row open an alert.',
      }),
      degraded_after: count([1, 1_000], 3, {
        perAgent: true,
        unit: 'updates in a row',
        meaning: 'So many degraded updates in a row open an alert.',
      }),
      closes_after: count([1, 1_000], 5, {
        perAgent: true,
        unit: 'updates in a row',
        meaning: 'So many healthy updates in a row close an alert.',
      }),
      cooldown: span(['0s', '7d'], '10m', {
        perAgent: true,
        meaning: 'You are told at most once in this time of an agent, for each kind and level.',
      }),
      snooze: span(['1m', '7d'], '1h', {
        perAgent: true,
        meaning: 'How long after Snooze you are told nothing of an agent.',
      }),
      mute: globs([], {
        meaning:
          'Agents whose alerts are listed without telling you. `*` stands for any characters, `?` for one.',
      }),
    }),
    liveness: section('When somebody who does not report counts as gone.', {
      silent_after: span(['1s', '7d'], '10m', {
        perAgent: true,
        meaning: 'An agent without a check-in for so long is silent.',
      }),
      stale_after: span(['6s', '60s'], '30s', {
        meaning:
          'A window or connection without a heartbeat (one comes every 5 s) for so long is stale.',
      }),
      idle_exit: span(['100ms', '7d'], '60s', {
        meaning: 'The sidecar ends when nobody has been connected for so long.',
      }),
    }),
    retention: section('What is kept of the past.', {
      points_per_agent: count([1, 10_000_000], 100_000, {
        unit: 'updates',
        meaning: 'History of one agent; older updates go first.',
      }),
      days: count([1, 36_500], 30, {
        unit: 'days',
        meaning: 'History older than this is removed.',
      }),
      ended_agents: span(['1m', '3650d'], '7d', {
        meaning: 'An agent that ended is archived after so long: metadata and summary stay.',
      }),
    }),
    hooks: section('What hooks of harnesses do.', {
      fail_closed: flag(false, {
        perAgent: true,
        meaning:
          'Block tools while Watchstander cannot be asked. Otherwise they run, and the log says so.',
      }),
      pause_after_critical: count([0, 1_000], 0, {
        perAgent: true,
        unit: 'updates in a row',
        meaning:
          'Pause an agent that hooks report as stuck, after so many critical updates in a row (3 at ' +
          'least). 0 is never.',
      }),
    }),
  },
);

const override: AnySection = {
  kind: 'section',
  meaning: 'Settings for the agents that match.',
  keys: {
    match: requiredGlob(
      'Glob over agent ids: `*` stands for any characters, `?` for one, all else for itself.',
    ),
    ...perAgentPart(common).keys,
  },
  order: null,
};

/** The whole file. */
export const policyTree: AnySection = {
  ...common,
  keys: {
    ...common.keys,
    agents: list(
      'Other settings for single agents. Later entries win. Of a pair of limits, what an entry ' +
        'leaves out is as for all agents.',
      override,
    ),
  },
};

export const defaultPolicy: Policy = { ...initialOf(common), agents: [] };
