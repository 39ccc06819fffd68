import type {
  CleanupAct,
  CleanupPlan,
  PlannedCleanup,
  ProcessList,
  ProcessState,
  ProcessView,
} from '../../../shared/processes.ts';
import type { StoreStatus } from '../../../shared/storeReport.ts';
import { cleanUp } from '../../connection/cleanup.ts';
import type { Sidecar } from '../../connection/pages.ts';
import {
  done,
  failed,
  jsonOption,
  optionFlag,
  UsageError,
  type Call,
  type Command,
  type ExitCode,
  type Surroundings,
} from '../command.ts';
import { formatAge, formatBytes } from '../output/figures.ts';
import { json } from '../output/json.ts';
import type { Paint, Tone } from '../output/paint.ts';
import { formatFields, formatTable, type Column } from '../output/table.ts';

export const processesCommand: Command = {
  usage: 'processes [--cleanup] [--yes] [--json]',
  summary: 'every process of this home; with --cleanup what dead ones left, with --yes cleared up',
  options: {
    ...jsonOption,
    cleanup: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  },
  async run(call, around) {
    if (optionFlag(call, 'yes') && !optionFlag(call, 'cleanup')) {
      throw new UsageError('--yes goes with --cleanup.');
    }
    const sidecar = around.connect('ifNeeded');
    if (optionFlag(call, 'cleanup')) return tidyUp(call, around, sidecar);
    const list = await sidecar.request('watchstander/processes', {});
    around.print(
      optionFlag(call, 'json')
        ? json({ success: true, ...list })
        : describeProcesses(list, around.paint),
    );
    return done;
  },
};

/** Without `--yes` only says what would be done. */
async function tidyUp(call: Call, around: Surroundings, sidecar: Sidecar): Promise<ExitCode> {
  const isAgreed = optionFlag(call, 'yes');
  const preview = await sidecar.request('watchstander/cleanup', {});
  const waitMs = Math.max(0, ...preview.planned.map(({ wait_ms }) => wait_ms));
  if (isAgreed && waitMs > 0) {
    around.complain(`Watching for ${formatAge(waitMs)} whether they live…\n`);
  }
  const ids = preview.planned.map(({ id }) => id);
  const plan = isAgreed ? await cleanUp(sidecar, ids, around.clock) : preview;
  around.print(
    optionFlag(call, 'json')
      ? json({ success: true, ...plan })
      : describePlan(plan, isAgreed ? 'agreed' : 'preview', around.paint),
  );
  return plan.done.some(({ outcome }) => outcome === 'failed') ? failed : done;
}

export function describePlan(
  { planned, done: acts }: CleanupPlan,
  consent: 'preview' | 'agreed',
  paint: Paint,
): string {
  const parts = [
    acts.length === 0 ? '' : formatTable(actColumns, acts, paint),
    planned.length === 0 ? '' : formatTable(planColumns, planned, paint),
  ].filter((part) => part !== '');
  if (parts.length === 0) return 'Nothing to clean up.\n';
  const next = 'Nothing was done. To do this: watchstander processes --cleanup --yes\n';
  return [...parts, ...(consent === 'preview' ? [next] : [])].join('\n');
}

const planColumns: readonly Column<PlannedCleanup>[] = [
  { title: 'WOULD', of: ({ act }) => act },
  { title: 'WHAT', of: ({ what }) => what },
  { title: 'WHEN', of: ({ wait_ms }) => (wait_ms === 0 ? 'now' : `in ${formatAge(wait_ms)}`) },
  { title: 'WHY', of: ({ why }) => why },
];

const actColumns: readonly Column<CleanupAct>[] = [
  { title: 'DID', of: describeAct, tone: ({ outcome }) => (outcome === 'done' ? 'good' : 'bad') },
  { title: 'WHAT', of: ({ what }) => what },
  { title: 'WHY', of: ({ why }) => why },
];

function describeAct({ act, outcome }: CleanupAct): string {
  if (outcome === 'failed') return `could not ${act}`;
  return act === 'end' ? 'ended' : 'removed';
}

export function describeProcesses(
  { home, epoch, processes, store, cleaned }: ProcessList,
  paint: Paint,
): string {
  const fields = formatFields([
    ['home', home],
    ['store', `epoch ${epoch}, ${describeStore(store)}`],
  ]);
  const acts = cleaned.length === 0 ? [] : [formatTable(actColumns, cleaned, paint)];
  return [formatTable(processColumns, processes, paint), fields, ...acts].join('\n');
}

export function describeStore(store: StoreStatus): string {
  const { bytes, rotations, last_fsync_age_ms: age, fsync_p99_ms: p99, read_only } = store;
  return [
    formatBytes(bytes),
    rotations === 1 ? '1 rotation' : `${rotations} rotations`,
    age === null ? 'not synced yet' : `synced ${formatAge(age)} ago`,
    ...(p99 === null ? [] : [`a sync takes at most ${p99.toFixed(1)} ms (p99)`]),
    ...(read_only ? ['READ-ONLY'] : []),
  ].join(', ');
}

const unknown = '–';

const processColumns: readonly Column<ProcessView>[] = [
  { title: 'PROCESS', of: ({ kind }) => kind },
  { title: 'PID', align: 'right', of: ({ pid }) => String(pid) },
  { title: 'STATE', of: ({ state }) => state, tone: ({ state }) => tones[state] },
  right('UP', ({ uptime_s }) => (uptime_s === null ? null : formatAge(uptime_s * 1_000))),
  right('MEMORY', ({ rss_bytes }) => (rss_bytes === null ? null : formatBytes(rss_bytes))),
  right('CPU', ({ cpu_percent }) => (cpu_percent === null ? null : `${cpu_percent.toFixed(1)} %`)),
  right('DELAY p50/p99', ({ event_loop_delay_ms: loop }) =>
    loop === null ? null : `${loop.p50}/${loop.p99} ms`,
  ),
  right('BEAT', ({ last_heartbeat_age_ms: age }) => (age === null ? null : formatAge(age))),
  right('UNSENT', ({ unsent_bytes }) => formatBytes(unsent_bytes)),
  right('OPEN', ({ requests_in_flight }) => String(requests_in_flight)),
  { title: 'FOLDER', of: ({ workspace }) => workspace ?? '' },
];

function right(title: string, of: (process: ProcessView) => string | null): Column<ProcessView> {
  return { title, align: 'right', of: (process) => of(process) ?? unknown };
}

const tones: Readonly<Record<ProcessState, Tone>> = {
  starting: 'faint',
  ready: 'good',
  busy: 'good',
  'not responding': 'bad',
  draining: 'faint',
  gone: 'warning',
};
