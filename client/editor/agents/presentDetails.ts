import type { Alert } from '../../../shared/alerts.ts';
import { timestampMs } from '../../../shared/clock.ts';
import { showFigure } from '../../../shared/figure.ts';
import { stuckAfter, type AgentFacts, type AgentRow, type Verdict } from '../../../shared/model.ts';
import type { HealthPolicy } from '../../../shared/policy/policy.ts';
import { inert } from '../../../shared/text.ts';
import { describeAge, type IconName, type Scene, type Translate } from '../screen/scene.ts';
import { harnessIcon, harnessNames } from './harnesses.ts';
import { groupIcon, trendArrow, trendWord } from './presentAgent.ts';

/** What is known of an agent beside its row; null where the sidecar could not be asked. */
export interface DetailSubject {
  readonly row: AgentRow;
  readonly verdict: Verdict | null;
  readonly health: HealthPolicy | null;
  /** The newest one about it. */
  readonly alert: Alert | undefined;
}

/** A row below an agent's: a name, and in words what is behind it. */
export interface DetailView {
  /** Of its kind; the same as long as the agent is shown. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly icon: IconName;
}

/** What is judged and by which limits, the decision, what its tools did, what was told of it. */
export function presentDetails(subject: DetailSubject, scene: Scene): DetailView[] {
  const { row } = subject;
  return [
    ...metricDetails(subject, scene.t),
    ...decisionDetail(subject.verdict, scene.t),
    ...(row.facts === null ? [] : factDetails(row.facts, scene)),
    ...alertDetail(subject.alert, scene),
    ...programDetail(row, scene.t),
  ];
}

function metricDetails({ row, verdict, health }: DetailSubject, t: Translate): DetailView[] {
  const { risk_score, coherence, E, I, S, V, lambda1, void_active } = row.metrics;
  const judged = verdict?.reasons.find(({ name }) => name === 'coherence')?.value ?? coherence;
  return [
    detail('risk', t('Risk'), 'dashboard', [
      `${showFigure(risk_score)} ${trendArrow(row)}`.trim(),
      trendWord(row, t),
      health && t('healthy under {0}, critical from {1}', ...figures(health.risk)),
    ]),
    detail('coherence', t('Coherence'), 'git-compare', [
      showFigure(judged),
      health && t('healthy from {0}, critical under {1}', ...figures(health.coherence)),
    ]),
    detail('void', t('Void'), void_active ? 'warning' : 'circle-large-outline', [
      V.toFixed(2),
      void_active ? t('active') : t('not active'),
      verdict && t('active beyond {0}', verdict.void_threshold.toFixed(2)),
    ]),
    detail('state', t('State'), 'symbol-numeric', [
      t('E {0}, I {1}, S {2}', ...[E, I, S].map(showFigure)),
      t('λ₁ {0}', showFigure(lambda1)),
    ]),
  ];
}

function figures({ healthy, degraded }: { readonly healthy: number; readonly degraded: number }) {
  return [healthy.toFixed(2), degraded.toFixed(2)];
}

function decisionDetail(verdict: Verdict | null, t: Translate): DetailView[] {
  if (verdict === null) return [];
  const { action, reason, require_human } = verdict.decision;
  const icons = { approve: 'check', revise: 'edit', reject: 'close' } as const;
  const human = require_human ? t('needs a person') : '';
  return [detail('decision', t('Decision'), icons[action], [action, human, inert(reason)])];
}

function factDetails(facts: AgentFacts, { t, nowMs }: Scene): DetailView[] {
  const ageOf = (at: string): string => describeAge(nowMs - timestampMs(at), t);
  const { in_flight } = facts;
  return [
    detail('calls', t('Tool Calls'), 'tools', [
      t('{0} finished', facts.calls),
      t('{0} asked about before they ran', facts.receipts),
    ]),
    detail('failures', t('Failures in a Row'), 'error', [
      String(facts.failure_run),
      t('stuck from {0}', stuckAfter.failures),
    ]),
    detail('nothingNew', t('Nothing New in a Row'), 'history', [
      String(facts.nothing_new_run),
      t('stuck from {0}', stuckAfter.nothingNew),
      facts.repeating ? t('the same call with the same result again and again') : '',
    ]),
    detail('edit', t('Calls Since the Last Good Edit'), 'edit', [
      String(facts.calls_since_good_edit),
    ]),
    detail('event', t('Last Event'), 'clock', [ageOf(facts.last_event)]),
    ...(in_flight === null
      ? []
      : [
          detail('inFlight', t('Running'), 'loading', [
            inert(in_flight.tool),
            t('since {0}', ageOf(in_flight.since)),
          ]),
        ]),
  ];
}

function alertDetail(alert: Alert | undefined, { t, nowMs }: Scene): DetailView[] {
  if (alert === undefined) return [];
  const age = describeAge(nowMs - timestampMs(alert.closed ?? alert.opened), t);
  const state = alert.closed === undefined ? t('open') : t('closed');
  const view = detail('alert', t('Last Alert'), 'bell', [state, age, inert(alert.message)]);
  return [alert.closed === undefined ? { ...view, icon: groupIcon(alert.level) } : view];
}

function programDetail({ harness, workspace }: AgentRow, t: Translate): DetailView[] {
  const name = harness === null ? '' : harnessNames[harness];
  const parts = [name, workspace === null ? '' : inert(workspace)];
  const view = detail('program', t('Program'), 'plug', parts);
  return view.description === '' ? [] : [{ ...view, icon: harnessIcon(harness) }];
}

function detail(
  name: string,
  label: string,
  icon: string,
  parts: readonly (string | null)[],
): DetailView {
  const description = parts.filter((part) => part !== null && part !== '').join(' · ');
  return { name, label, description, icon: { id: icon, color: null } };
}
