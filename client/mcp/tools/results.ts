import { alertKinds } from '../../../shared/alerts.ts';
import { actions, actors, healthStates, lifecycleStates } from '../../../shared/model.ts';
import { choice, count, flag, list, number, object, orNull, success, text } from './jsonSchema.ts';

/** What each tool answers. Names and fields are a fixed contract (README, "Connect an agent", has the tools). */

const health = choice(healthStates);
const healthOrUnknown = choice([...healthStates, 'unknown'], 'unknown: no check-in since a reset');
const lifecycle = choice(lifecycleStates);
const who = choice(actors, 'A person, an agent, or the policy by itself');
const when = text('ISO 8601, UTC');
const delays = object({ p50: number(), p99: number() });

const sampling = object({
  temperature: number(),
  top_p: number(),
  max_tokens: count(),
  lambda1: number(),
});

const reason = object({
  name: text(),
  value: number(),
  share: number('Part of the whole, 0 to 1'),
  threshold: orNull(number()),
});

const measures = {
  E: number('Energy, 0 to 1'),
  I: number('Information integrity, 0 to 1'),
  S: number('Entropy, 0 to 1'),
  V: number('Void: the leaky integral of E minus I'),
  coherence: number('How steady the parameters are, 0 to 1'),
  lambda1: number('Exploration budget, 0.05 to 0.20'),
  void_active: flag(),
};

const serverProcess = object({
  pid: count(),
  is_current: flag(),
  uptime_seconds: orNull(number()),
  uptime_formatted: text(),
  status: text(),
});

export const serverInfoResult = success({
  server_version: text(),
  build_date: text(),
  current_pid: count('Of the sidecar, which all agents and windows share'),
  current_uptime_seconds: number(),
  current_uptime_formatted: text(),
  total_server_processes: count(),
  server_processes: list(serverProcess),
  health: choice(['healthy', 'degraded']),
  epoch: count('+1 with each sidecar that took over'),
  protocol: text(),
  home: text(),
  store: object({
    epoch: count(),
    bytes: count(),
    rotations: count(),
    last_fsync_age_ms: orNull(number()),
    fsync_p99_ms: orNull(number()),
    read_only: flag(),
  }),
  event_loop_delay_ms: delays,
});

export const checkInResult = success(
  {
    agent_id: text(),
    version: count('+1 with each change of this agent'),
    status: health,
    decision: object({ action: choice(actions), reason: text(), require_human: flag() }),
    metrics: object({
      ...measures,
      risk_score: number('What health is judged by'),
      risk_raw: number('Of this update alone'),
      time: number(),
      updates: count(),
      health_status: health,
      health_message: text(),
      reasons: list(reason, 'Worst first'),
    }),
    sampling_params: sampling,
    timestamp: when,
    warnings: list(text(), 'What was put right in the input'),
  },
  ['warnings'],
);

export const metricsResult = success({
  agent_id: text(),
  version: count(),
  state: object({ ...measures, time: number(), update_count: count() }),
  status: healthOrUnknown,
  sampling_params: orNull(sampling),
  history_size: count(),
  mean_risk: number(),
  void_frequency: number(),
  decision_statistics: object({
    approve: count(),
    revise: count(),
    reject: count(),
    total: count(),
  }),
});

export const historyResult = success(
  {
    format: choice(['json', 'csv']),
    history: text('JSON array or CSV, oldest first'),
    next_cursor: text('There are more points: call again with this cursor'),
  },
  ['next_cursor'],
);

const row = object({
  agent_id: text(),
  lifecycle_status: lifecycle,
  health_status: healthOrUnknown,
  created: when,
  last_update: when,
  update_count: count(),
  total_updates: count(),
  version: count(),
  tags: list(text()),
  notes: text(),
  metrics: object({ ...measures, risk_score: number() }),
  paused: orNull(object({ at: when, by: who, reason: orNull(text()) })),
  harness: orNull(text('The program this agent runs in')),
  liveness: choice(['active', 'waiting', 'silent', 'ended']),
  governed: choice(['enforced', 'advisory', 'ungoverned']),
});

export const fleetResult = success({
  agents: list(row),
  summary: object({
    total_agents: count(),
    active: count(),
    paused: count(),
    archived: count(),
    healthy: count(),
    degraded: count(),
    critical: count(),
  }),
});

export const metadataResult = success(
  {
    agent_id: text(),
    status: lifecycle,
    created_at: when,
    last_update: when,
    version: count(),
    total_updates: count(),
    tags: list(text()),
    notes: text(),
    lifecycle_events: list(
      object({
        event: text(),
        timestamp: when,
        reason: orNull(text()),
        by: who,
      }),
    ),
    paused_at: orNull(when),
    archived_at: orNull(when),
    current_state: object({ ...measures, health_status: text() }),
    days_since_update: number(),
  },
  ['current_state'],
);

const changed = { agent_id: text(), version: count() };

const merging = {
  merged: flag('It was based on an older version, and came together with what others did since'),
  merge: object(
    {
      base_version: count(),
      onto_version: count(),
      tags: object({ added: list(text()), removed: list(text()) }),
      notes: choice(['appended']),
      lifecycle,
    },
    ['tags', 'notes', 'lifecycle'],
  ),
};
const mergingNames = ['merged', 'merge'];

export const pauseResult = success({ ...changed, paused_at: when, ...merging }, mergingNames);
export const messageResult = success({ ...changed, message: text() });
export const archiveResult = success(
  { ...changed, archived_at: when, kept_in_memory: flag(), ...merging },
  mergingNames,
);

export const metadataEditResult = success(
  { ...changed, tags: list(text()), notes: text(), ...merging },
  mergingNames,
);

export const transactResult = success({
  results: list(success(changed), 'What each tool answers by itself, in order'),
});

export const exportResult = success({
  message: text(),
  file_path: text(),
  filename: text(),
  format: choice(['json', 'csv']),
  agent_id: text(),
  file_size_bytes: count(),
});

export const deleteResult = success(
  { ...changed, message: text(), archived_to: text('Path of the export made before') },
  ['archived_to'],
);

const alert = object(
  {
    id: text(),
    agent_id: text(),
    level: choice(healthStates, 'The worst so far; a recovery is healthy'),
    kind: choice(alertKinds),
    opened: when,
    closed: text('ISO 8601, UTC; absent while it is open'),
    reasons: list(reason, 'Of the moment it reached its level, worst first'),
    acknowledged: object({ at: when, by: who, note: orNull(text()) }),
    message: text('Why, in one sentence'),
    false_alarm: flag('Somebody said that it was not a problem'),
    snoozed_until: when,
    muted: flag('Nobody is told of the alerts of this agent'),
    ends: text('Only of a recovery: the id of the alert that it ends'),
  },
  ['closed', 'acknowledged', 'false_alarm', 'snoozed_until', 'muted', 'ends'],
);

export const alertsResult = success({ alerts: list(alert, 'Newest first') });
export const alertResult = success({ alert });
