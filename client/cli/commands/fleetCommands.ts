import { timestampMs } from '../../../shared/clock.ts';
import { pausers } from '../../../shared/errors.ts';
import type { AgentRow, FleetSummary, Reason } from '../../../shared/model.ts';
import type { AgentDetail } from '../../../shared/protocol.ts';
import { readFleet } from '../../connection/pages.ts';
import { done, jsonOption, optionFlag, type Command } from '../command.ts';
import { formatAge, formatShare } from '../output/figures.ts';
import { json } from '../output/json.ts';
import { healthTone, type Paint } from '../output/paint.ts';
import { formatFields, formatTable, type Column } from '../output/table.ts';

export const agentsCommand: Command = {
  usage: 'agents [--json]',
  summary: 'the fleet: every agent with its health and why',
  options: jsonOption,
  async run(call, around) {
    const { agents, summary } = await readFleet(around.connect('ifNeeded'));
    const nowMs = around.clock.wallMs();
    around.print(
      optionFlag(call, 'json')
        ? json({ success: true, agents, summary })
        : describeFleet(agents, summary, { nowMs, paint: around.paint }),
    );
    return done;
  },
};

export const agentCommand: Command = {
  usage: 'agent <id> [--json]',
  summary: 'one agent: state, reasons, record',
  options: jsonOption,
  async run(call, around) {
    const [agent_id = ''] = call.positionals;
    const detail = await around.connect('ifNeeded').request('watchstander/agent', { agent_id });
    const nowMs = around.clock.wallMs();
    around.print(
      optionFlag(call, 'json')
        ? json({ success: true, ...detail })
        : describeAgent(detail, { nowMs, paint: around.paint }),
    );
    return done;
  },
};

export interface View {
  /** Wall time. */
  readonly nowMs: number;
  readonly paint: Paint;
}

/** The fleet as a table, worst first, and a line that sums it up. */
export function describeFleet(
  agents: readonly AgentRow[],
  summary: FleetSummary,
  view: View,
): string {
  if (agents.length === 0) {
    return 'No agent has reported yet. `watchstander connect claude-code` connects one; `watchstander help connect` names the other programs.\n';
  }
  const table = formatTable(fleetColumns(view.nowMs), nested(agents), view.paint);
  return `${table}\n${describeSummary(summary)}\n`;
}

type NestedRow = AgentRow & { readonly depth: number };

/** Worst first; subagents below the agent that they work for. */
function nested(agents: readonly AgentRow[]): readonly NestedRow[] {
  const below = new Map<string | null, AgentRow[]>(agents.map(({ agent_id }) => [agent_id, []]));
  const first: AgentRow[] = [];
  const sorted = [...agents].sort(
    (a, b) => severity(b) - severity(a) || (a.agent_id < b.agent_id ? -1 : 1),
  );
  for (const row of sorted) (below.get(row.parent) ?? first).push(row);
  const list = (rows: readonly AgentRow[], depth: number): NestedRow[] =>
    rows.flatMap((row) => [{ ...row, depth }, ...list(below.get(row.agent_id) ?? [], depth + 1)]);
  return list(first, 0);
}

function fleetColumns(nowMs: number): readonly Column<NestedRow>[] {
  return [
    { title: 'AGENT', of: ({ agent_id, depth }) => `${'  '.repeat(depth)}${agent_id}` },
    {
      title: 'HEALTH',
      of: (row) => row.health_status,
      tone: (row) => healthTone(row.health_status),
    },
    { title: 'STATE', of: (row) => row.lifecycle_status },
    { title: 'RISK', align: 'right', of: (row) => formatShare(row.metrics.risk_score) },
    { title: 'COHERENCE', align: 'right', of: (row) => formatShare(row.metrics.coherence) },
    { title: 'UPDATES', align: 'right', of: (row) => String(row.update_count) },
    {
      title: 'AGE',
      align: 'right',
      of: (row) => formatAge(nowMs - timestampMs(row.last_update)),
    },
    { title: 'WHY', of: (row) => row.health_message },
  ];
}

const severities = ['healthy', 'unknown', 'degraded', 'critical'] as const;

function severity(row: AgentRow): number {
  return severities.indexOf(row.health_status);
}

export function describeSummary(summary: FleetSummary): string {
  const { total_agents, critical, degraded, healthy, paused, archived } = summary;
  const agents = total_agents === 1 ? '1 agent' : `${total_agents} agents`;
  const healths = `${critical} critical, ${degraded} degraded, ${healthy} healthy`;
  const away = paused + archived === 0 ? '' : `; ${paused} paused, ${archived} archived`;
  return `${agents}: ${healths}${away}`;
}

export function describeAgent(detail: AgentDetail, view: View): string {
  const reasons = detail.record.verdict?.reasons ?? [];
  return [
    `${view.paint(detail.record.agent_id, 'strong')}\n`,
    formatFields([
      ...judgement(detail, view.paint),
      ...measures(detail),
      ...background(detail, view),
    ]),
    formatTable(reasonColumns, reasons, view.paint),
  ].join('\n');
}

type Fields = readonly (readonly [string, string])[];

function judgement({ row, record }: AgentDetail, paint: Paint): Fields {
  const decision = record.verdict?.decision;
  return [
    ['health', paint(row.health_message, healthTone(row.health_status))],
    ...(decision === undefined
      ? []
      : [['decision', `${decision.action}: ${decision.reason}`] as const]),
    ['state', describeLifecycle(record)],
  ];
}

function measures({ record: { state, verdict } }: AgentDetail): Fields {
  return [
    ...(verdict === null
      ? []
      : [
          [
            'risk',
            `${formatShare(verdict.risk_score)}, of this update alone ${formatShare(verdict.risk_raw)}`,
          ] as const,
        ]),
    ['coherence', formatShare(state.coherence)],
    ['E I S V', [state.E, state.I, state.S, state.V].map(formatShare).join('  ')],
    ['lambda1', formatShare(state.lambda1)],
  ];
}

function background({ record, history_size }: AgentDetail, { nowMs }: View): Fields {
  const age = formatAge(nowMs - timestampMs(record.last_update));
  return [
    ['updates', `${record.state.updates}, the last ${age} ago; version ${record.version}`],
    ['history', `${history_size} points`],
    ...(record.harness === null ? [] : [['harness', record.harness] as const]),
    ...(record.tags.length === 0 ? [] : [['tags', record.tags.join(', ')] as const]),
    ...(record.notes === '' ? [] : [['notes', record.notes] as const]),
  ];
}

function describeLifecycle(record: AgentDetail['record']): string {
  if (record.paused === null) return record.lifecycle;
  const { by, at, reason } = record.paused;
  return `${record.lifecycle} by ${pausers[by] ?? by} at ${at}${reason === null ? '' : `: ${reason}`}`;
}

const reasonColumns: readonly Column<Reason>[] = [
  { title: 'REASON', of: (reason) => reason.name },
  { title: 'VALUE', align: 'right', of: (reason) => formatShare(reason.value) },
  { title: 'SHARE', align: 'right', of: (reason) => `${Math.round(reason.share * 100)} %` },
  {
    title: 'THRESHOLD',
    align: 'right',
    of: (reason) => (reason.threshold === null ? '' : formatShare(reason.threshold)),
  },
];
