import { timestampMs } from '../../../shared/clock.ts';
import type {
  CleanupAct,
  PlannedCleanup,
  ProcessState,
  ProcessView,
} from '../../../shared/processes.ts';
import type { StoreStatus } from '../../../shared/storeReport.ts';
import { inert } from '../../../shared/text.ts';
import { inertRow, inertTooltip, type ViewRow } from '../screen/inertRow.ts';
import { describeAge, type IconName, type Scene, type Translate } from '../screen/scene.ts';

/** Also which process this window is. */
export interface ProcessScene extends Scene {
  readonly ownPid: number;
}

export function presentProcess(process: ProcessView, scene: ProcessScene): ViewRow {
  const { t } = scene;
  const label = labelOf(process, scene);
  const state = stateWord(process.state, t);
  const figures = [
    state,
    isUnwell(process) ? beatOf(process, t) : null,
    process.rss_bytes === null ? null : describeBytes(process.rss_bytes),
    process.cpu_percent === null ? null : t('{0} % CPU', process.cpu_percent.toFixed(1)),
    t('pid {0}', process.pid),
  ];
  const description = lastKnown(figures.filter(isSaid), scene);
  return inertRow({
    label,
    description: description.join(' · '),
    icon: faintIfStale(iconOf(process), scene),
    tooltip: inertTooltip(tooltipOf(process, label, t)),
    accessibleLabel: [label, ...description].join(', '),
    context: contextOf(process),
  });
}

export function presentStore(store: StoreStatus, scene: Scene): ViewRow {
  const { t } = scene;
  const { epoch, bytes, rotations, last_fsync_age_ms: age, fsync_p99_ms: p99 } = store;
  const label = t('Store');
  const synced = age === null ? t('not synced yet') : t('synced {0}', describeMoment(age, t));
  const said = [
    store.read_only ? t('read-only') : null,
    t('epoch {0}', epoch),
    describeBytes(bytes),
    synced,
  ];
  const description = lastKnown(said.filter(isSaid), scene);
  const lines = [
    label,
    store.read_only ? t('Read-only: nothing new is stored.') : null,
    t('Epoch {0}: so many sidecars have led this home', epoch),
    t('{0} on disk; rotations by this sidecar: {1}', describeBytes(bytes), rotations),
    age === null ? t('Nothing to sync yet') : t('Last sync {0}', describeMoment(age, t)),
    p99 === null ? null : t('99 of 100 syncs took at most {0} ms', p99.toFixed(1)),
  ];
  const wellness: IconName = store.read_only
    ? { id: 'warning', color: 'list.warningForeground' }
    : { id: 'database', color: null };
  return inertRow({
    label,
    description: description.join(' · '),
    icon: faintIfStale(wellness, scene),
    tooltip: inertTooltip(lines),
    accessibleLabel: [label, ...description].join(', '),
    context: 'store',
  });
}

export function presentCleanup(act: CleanupAct, { t, nowMs }: Scene): ViewRow {
  const did = act.act === 'end' ? t('ended') : t('removed');
  const failed = act.act === 'end' ? t('could not be ended') : t('could not be removed');
  const outcome = act.outcome === 'done' ? did : failed;
  const age = describeAge(nowMs - timestampMs(act.at), t);
  const label = capitalised(act.what);
  const isDone = act.outcome === 'done';
  return inertRow({
    label,
    description: [outcome, age, act.why].join(' · '),
    icon: isDone
      ? { id: act.act === 'end' ? 'debug-stop' : 'trash', color: null }
      : { id: 'warning', color: 'list.warningForeground' },
    tooltip: inertTooltip([label, `${capitalised(outcome)}, ${age}`, act.why]),
    accessibleLabel: [label, outcome, age, act.why].join(', '),
    context: 'cleaned',
  });
}

/** One line of the preview: what would be done, when, and why. */
export function presentPlanned(planned: PlannedCleanup, t: Translate) {
  const verb = planned.act === 'end' ? t('end') : t('remove');
  const seconds = Math.ceil(planned.wait_ms / 1_000);
  const when = seconds === 0 ? verb : t('{0}, if it stays silent for {1} s more', verb, seconds);
  return { label: capitalised(planned.what), description: when, detail: inert(planned.why) };
}

/** Sidecars first, then windows, then whatever serves agents and people. */
export function sortProcesses(processes: readonly ProcessView[]): readonly ProcessView[] {
  const rank = ({ kind, is_current }: ProcessView): number =>
    is_current ? -1 : ['sidecar', 'window', 'mcp', 'cli', 'hook'].indexOf(kind);
  return processes.toSorted((one, other) => rank(one) - rank(other) || one.pid - other.pid);
}

function labelOf({ kind, pid, is_current, workspace }: ProcessView, scene: ProcessScene): string {
  const { t, ownPid } = scene;
  const folder = workspace === null ? '' : `: ${nameOfFolder(workspace)}`;
  switch (kind) {
    case 'sidecar':
      return is_current ? t('Sidecar') : t('Sidecar that does not lead');
    case 'window':
      return (pid === ownPid ? t('This window') : t('Window')) + folder;
    case 'mcp':
      return t('MCP shim') + folder;
    case 'cli':
      return t('Command line') + folder;
    case 'hook':
      return t('Hook') + folder;
  }
}

function nameOfFolder(path: string): string {
  return inert(path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
}

function stateWord(state: ProcessState, t: Translate): string {
  switch (state) {
    case 'starting':
      return t('starting');
    case 'ready':
      return t('ready');
    case 'busy':
      return t('busy');
    case 'not responding':
      return t('not responding');
    case 'draining':
      return t('leaving');
    case 'gone':
      return t('gone');
  }
}

function tooltipOf(process: ProcessView, label: string, t: Translate): (string | null)[] {
  const { event_loop_delay_ms: loop, build, build_date, workspace } = process;
  return [
    label,
    capitalised(stateSentence(process, t)),
    t('Process {0}', process.pid),
    process.uptime_s === null ? null : t('Running for {0}', describeSpan(process.uptime_s, t)),
    process.rss_bytes === null ? null : t('Memory {0}', describeBytes(process.rss_bytes)),
    process.cpu_percent === null
      ? null
      : t('Processor {0} % of a core', process.cpu_percent.toFixed(1)),
    loop === null
      ? null
      : t('Event loop late by {0} ms (median), {1} ms (99 of 100)', loop.p50, loop.p99),
    process.last_heartbeat_age_ms === null ? null : capitalised(beatOf(process, t) ?? ''),
    t(
      'Unsent {0}, open requests {1}',
      describeBytes(process.unsent_bytes),
      process.requests_in_flight,
    ),
    build === null ? null : t('Build {0} {1}', build, build_date ?? ''),
    workspace === null ? null : t('Folder {0}', inert(workspace)),
  ];
}

function stateSentence({ state, kind }: ProcessView, t: Translate): string {
  switch (state) {
    case 'gone':
      return t('gone: it left its record behind, which can be cleaned up');
    case 'not responding':
      return kind === 'window'
        ? t('not responding: it is never ended from here')
        : t('not responding: it is there, and gives no sign of life');
    case 'draining':
      return t('leaving: it finishes what it has begun');
    case 'starting':
    case 'ready':
    case 'busy':
      return stateWord(state, t);
  }
}

function beatOf({ last_heartbeat_age_ms: age }: ProcessView, t: Translate): string | null {
  return age === null ? null : t('last beat {0}', describeMoment(age, t));
}

function isUnwell({ state }: ProcessView): boolean {
  return state === 'not responding' || state === 'gone';
}

function contextOf(process: ProcessView): string {
  if (process.is_current) return 'process.current';
  return isUnwell(process) && process.kind !== 'window' ? 'process.left' : 'process.other';
}

function iconOf({ state, kind }: ProcessView): IconName {
  switch (state) {
    case 'not responding':
      return { id: 'warning', color: 'list.warningForeground' };
    case 'gone':
      return { id: 'circle-slash', color: 'disabledForeground' };
    case 'starting':
    case 'draining':
      return { id: 'loading~spin', color: null };
    case 'busy':
      return { id: icons[kind], color: 'charts.blue' };
    case 'ready':
      return { id: icons[kind], color: 'testing.iconPassed' };
  }
}

const icons: Readonly<Record<ProcessView['kind'], string>> = {
  sidecar: 'server-process',
  window: 'window',
  mcp: 'plug',
  cli: 'terminal',
  hook: 'zap',
};

function faintIfStale(icon: IconName, { freshness }: Scene): IconName {
  return freshness === 'stale' ? { ...icon, color: 'disabledForeground' } : icon;
}

function lastKnown(said: readonly string[], { t, freshness }: Scene): readonly string[] {
  return freshness === 'stale' ? [t('last known'), ...said] : said;
}

/** Of what happened this moment, ages in seconds count. */
function describeMoment(ageMs: number, t: Translate): string {
  return ageMs < 60_000 ? t('{0} s ago', Math.round(ageMs / 1_000)) : describeAge(ageMs, t);
}

function describeSpan(seconds: number, t: Translate): string {
  if (seconds < 60) return t('{0} s', Math.round(seconds));
  if (seconds < 3_600) return t('{0} min', Math.floor(seconds / 60));
  if (seconds < 86_400) return t('{0} h', Math.floor(seconds / 3_600));
  return t('{0} d', Math.floor(seconds / 86_400));
}

function describeBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${Math.round(bytes / 1_000_000)} MB`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function isSaid(text: string | null): text is string {
  return text !== null && text !== '';
}
