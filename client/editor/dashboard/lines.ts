import { alertWord, type Alert } from '../../../shared/alerts.ts';
import { timestampMs } from '../../../shared/clock.ts';
import type { AgentRow, LifecycleEvent } from '../../../shared/model.ts';
import { oneLine } from '../../../shared/text.ts';
import type { AgentEvent, AgentLine, AlertSpan } from '../../dashboard/messages.ts';
import { harnessNames } from '../agents/harnesses.ts';
import { groupOf } from '../agents/presentAgent.ts';

/** An agent as a line of the page. */
export function toLine(row: AgentRow): AgentLine {
  const { metrics, paused, harness } = row;
  return {
    agentId: row.agent_id,
    standing: groupOf(row),
    message: oneLine(row.health_message),
    risk: metrics.risk_score,
    coherence: metrics.coherence,
    lastMs: timestampMs(row.last_update),
    updates: row.total_updates,
    version: row.version,
    harness: harness === null ? null : harnessNames[harness],
    liveness: row.liveness,
    lifecycle: row.lifecycle_status,
    paused: paused === null ? null : { by: paused.by, reason: lineOrNull(paused.reason) },
  };
}

export function toSpan(alert: Alert): AlertSpan {
  const { id, level, opened, closed, message } = alert;
  return {
    id,
    word: alertWord(alert),
    level,
    openedMs: timestampMs(opened),
    closedMs: closed === undefined ? null : timestampMs(closed),
    message: oneLine(message),
  };
}

export function toEvent({ event, timestamp, reason, by }: LifecycleEvent): AgentEvent {
  return { event, atMs: timestampMs(timestamp), reason: lineOrNull(reason), by };
}

function lineOrNull(text: string | null): string | null {
  return text === null ? null : oneLine(text);
}
