import assert from 'node:assert/strict';
import { inertJson, inertMessage, inertOutput } from '../../../client/cli/output/inertOutput.ts';
import { json } from '../../../client/cli/output/json.ts';
import { coloured, paintCodes } from '../../../client/cli/output/paint.ts';
import { runCommandLine, type Outside } from '../../../client/cli/run.ts';
import { formatTable } from '../../../client/cli/output/table.ts';
import { presentBadge } from '../../../client/editor/agents/attention.ts';
import { groupDetail, groupName } from '../../../client/editor/agents/layout/grouping.ts';
import {
  agentTooltip,
  countGroups,
  presentAgent,
} from '../../../client/editor/agents/presentAgent.ts';
import { presentDetails } from '../../../client/editor/agents/presentDetails.ts';
import { presentLayout } from '../../../client/editor/agents/layout/presentLayout.ts';
import { presentAlert, presentToast } from '../../../client/editor/alerts/presentAlerts.ts';
import {
  presentCleanup,
  presentPlanned,
  presentProcess,
} from '../../../client/editor/processes/presentProcesses.ts';
import { plainLabel, plainMessage } from '../../../client/editor/screen/plain.ts';
import { presentStatus } from '../../../client/editor/statusBar/presentStatus.ts';
import { tooltipMarkdown } from '../../../client/editor/statusBar/tooltipMarkdown.ts';
import type { Alert } from '../../../shared/alerts.ts';
import type { AgentRow } from '../../../shared/model.ts';
import type { ProcessView } from '../../../shared/processes.ts';
import { recordAfter } from '../../support/records.ts';
import { critical, english, noonMs } from './rows.ts';

/** What an agent may try to be besides its name. None of it may come through as more than text. */
const attacks: Readonly<Record<string, string>> = {
  html: '<img src=x onerror=alert(1)><script>alert(1)</script>',
  link: '[click](command:workbench.action.quit) ![x](https://evil.example/x.png)',
  address: 'https://evil.example www.evil.example me@evil.example <https://evil.example>',
  command: 'command:workbench.action.terminal.sendSequence?%7B%7D',
  icon: '$(trash) $(sync~spin)',
  markdown: '# *a* **b** `c` ~~d~~ | e |\n\n---\n- f',
  ansi: '\u001b[31mred\u001b]8;;https://evil.example\u0007link\u001b[2J\u009b31m',
  lines: 'one\ntwo\r\nthree\u2028four\u0000',
  reordered: 'safe\u202egnp.exe\u2066\u200f\u061c',
  hebrew: 'שלום 123 ',
  invisible: 'a\u200bb\ufeffc\u00add',
  endless: 'x'.repeat(10_000),
};

const scene = { t: english, nowMs: noonMs, freshness: 'live', ownPid: 1 } as const;
const when = '2026-01-01T11:50:00.000Z';

function rowOf(text: string): AgentRow {
  return {
    ...critical(text),
    health_message: `Critical: ${text}.`,
    notes: text,
    tags: [text],
    workspace: `/home/${text}`,
    paused: { at: when, by: 'agent', reason: text },
    facts: {
      calls: 1,
      receipts: 1,
      failure_run: 0,
      nothing_new_run: 0,
      calls_since_good_edit: 0,
      repeating: false,
      last_event: when,
      in_flight: { tool: text, since: when },
    },
  };
}

function alertOf(text: string): Alert {
  return {
    id: '1-1',
    agent_id: text,
    kind: 'health',
    level: 'critical',
    opened: when,
    reasons: [],
    message: `Critical: ${text}.`,
    acknowledged: { at: when, by: 'agent', note: text },
  };
}

function processOf(text: string): ProcessView {
  return {
    kind: 'mcp',
    pid: 2,
    is_current: false,
    session: 1,
    last_heartbeat_age_ms: 1,
    workspace: `/home/${text}`,
    state: 'ready',
    uptime_s: 1,
    rss_bytes: 1,
    cpu_percent: 1,
    event_loop_delay_ms: null,
    unsent_bytes: 0,
    requests_in_flight: 0,
    build: text,
    build_date: text,
  };
}

function statusOf(text: string) {
  const row = rowOf(text);
  const counts = countGroups([row]);
  const conditions = { policyError: text, storeError: text, host: text };
  const subject = { connection: { kind: 'ready' }, freshness: 'live', ...conditions } as const;
  return presentStatus({ ...subject, counts, unwell: [row] }, english);
}

function toastOf(text: string): string {
  const counts = { critical: 1, degraded: 0, silent: 0, stalled: 0, gone: 0, recovered: 0 };
  const toast = { alerts: [alertOf(text)], alert_ids: ['1-1'], counts };
  return presentToast(toast, english)?.message ?? '';
}

const cleanup = { id: '1', act: 'end', pid: 2 } as const;

/** Every place where the window draws text, by the way it is drawn. */
const screens: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'a row of the agents': (text) => [
    ...textsOf(presentAgent(rowOf(text), scene, [rowOf(text)])),
    agentTooltip(rowOf(text), scene),
  ],
  'the details of an agent': (text) => {
    const base = recordAfter([{}]).verdict;
    assert.ok(base);
    const decision = { action: 'reject', reason: text, require_human: true } as const;
    const verdict = { ...base, decision };
    const subject = { row: rowOf(text), verdict, health: null, alert: alertOf(text) };
    return presentDetails(subject, scene).map(({ description }) => description);
  },
  'a group of agents': (text) => [
    groupName(`/home/${text}`, 'workspace', english),
    groupDetail(`/home/${text}`, 'workspace') ?? '',
  ],
  'the badge': (text) => [presentBadge([rowOf(text)], english)?.tooltip ?? ''],
  'beside and above the agents': (text) => {
    const layout = { grouping: 'health', filter: text } as const;
    const view = presentLayout({ layout, matching: 0, total: 1 }, english);
    return [view.description, view.message ?? ''];
  },
  'a row of the alerts': (text) => textsOf(presentAlert(alertOf(text), scene)),
  'a row of the processes': (text) => textsOf(presentProcess(processOf(text), scene)),
  'what was cleaned up': (text) =>
    textsOf(
      presentCleanup({ ...cleanup, what: text, why: text, at: when, outcome: 'done' }, scene),
    ),
  'a quick pick': (text) => {
    const planned = presentPlanned({ ...cleanup, what: text, why: text, wait_ms: 0 }, english);
    return [plainLabel(text), plainLabel(planned.label), planned.detail];
  },
  'a notification': (text) => [plainMessage(toastOf(text)), plainMessage(`${text} ${text}`)],
  'the status bar, spoken': (text) => [plainLabel(statusOf(text).accessibleLabel)],
};

function textsOf(row: object): string[] {
  return Object.values(row).filter((value) => typeof value === 'string');
}

suite('hostile text is text', () => {
  for (const [name, attack] of Object.entries(attacks)) {
    for (const [screen, shown] of Object.entries(screens)) {
      test(`${name}: ${screen}`, () => {
        for (const text of shown(attack)) {
          assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
          assert.doesNotMatch(text, /[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/u);
          assert.equal(
            text.split('\u2068').length,
            text.split('\u2069').length,
            'isolates in pairs',
          );
          assert.ok(text.length < 25_000, `${text.length} characters`);
        }
      });
    }

    test(`${name}: labels draw no icon, messages no link`, () => {
      assert.ok(!plainLabel(attack).includes('$('));
      assert.ok(!plainMessage(attack).includes(']('));
    });

    test(`${name}: the Markdown of the status bar has our marks and no others`, () => {
      const markdown = tooltipMarkdown(statusOf(attack));
      const ours = markdown.replace(/\\[!-/:-@[-`{-~]/gu, '');
      assert.equal(ours.match(/\*\*/gu)?.length, 4);
      const rest = ours.replace(/\*\*|^- \$\(error\)/gmu, '');
      assert.doesNotMatch(rest, /[<>[\]`*_~|#@$\\]|:\/\//u);
      assert.equal(markdown.split('\n- ').length, 2, 'one agent in the list');
    });

    test(`${name}: the terminal is not steered`, async () => {
      const printed = [await printedBy(rowOf(attack)), inertOutput(attack), inertMessage(attack)];
      const table = [{ title: 'AGENT', of: () => attack }];
      printed.push(formatTable(table, [attack], coloured));
      const allowed = paintCodes.map((code) => `\u001b[${code}m`);
      for (const text of printed) {
        const bare = allowed.reduce((left, code) => left.replaceAll(code, ''), text);
        assert.doesNotMatch(bare.replace(/[\n\t]/gu, ''), /\p{Cc}/u);
        assert.doesNotMatch(bare, /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }
    });

    test(`${name}: JSON says it verbatim, and only in characters that do nothing`, () => {
      const text = json({ text: attack });
      assert.deepEqual(JSON.parse(text), { text: attack });
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      assert.equal(inertJson(text), text);
    });
  }

  test('what is in order stays as it is', () => {
    for (const text of ['builder', 'codex/9f00aa12', '日本 agent 🛠️', 'naïve – “quoted”']) {
      assert.equal(presentAgent(critical(text), scene).label, text);
      assert.equal(plainLabel(text), text);
      assert.equal(plainMessage(text), text);
      assert.equal(inertOutput(text), text);
    }
  });
});

/** `watchstander agents`, with a fleet that no sidecar would let in. */
async function printedBy(row: AgentRow): Promise<string> {
  let printed = '';
  const summary = {
    total_agents: 1,
    active: 1,
    paused: 0,
    archived: 0,
    healthy: 0,
    degraded: 0,
    critical: 1,
  };
  const page = { revision: 1, agents: [row], summary };
  const around = {
    clock: { wallMs: () => noonMs },
    paint: coloured,
    print: (text: string) => void (printed += text),
    home: () => '/nowhere',
    connect: () => ({ request: () => Promise.resolve(page) }),
  } as unknown as Outside;
  assert.equal(await runCommandLine(['agents'], around), 0);
  return printed;
}
