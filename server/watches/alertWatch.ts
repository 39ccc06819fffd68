import type { Alert } from '../../shared/alerts.ts';
import type { Clock } from '../../shared/clock.ts';
import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import type { FocusParams } from '../../shared/protocol.ts';
import { AlertHub, type AlertSubscriber, type ChangedAlerts } from '../broadcast/alertHub.ts';
import { ToastDesk, type ToastWindow } from '../broadcast/toastDesk.ts';
import {
  draftAlerts,
  falseAlarms,
  listAgentAlerts,
  listClosed,
  mostClosedAlerts,
} from '../handlers/commit/alertDocuments.ts';
import type { AlertOutlet } from '../handlers/deps.ts';
import { noteEvent } from '../handlers/commit/watchedCommit.ts';
import type { AlertEvent } from '../monitor/alerts/alerts.ts';
import type { AgentAlerts, AlertSettings } from '../monitor/alerts/alertState.ts';
import { ClosedAlerts } from '../monitor/alerts/closedAlerts.ts';
import { SessionLinks } from '../monitor/sessionLinks.ts';
import { SilenceWatch } from '../monitor/silenceWatch.ts';
import { SnoozeWatch } from '../monitor/snoozeWatch.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import type { Store } from '../store/port.ts';

export interface AlertWatchOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: (line: string) => void;
  readonly settings: (agentId: string) => AlertSettings;
  /** What rows show of these agents is different although nothing was committed of them. */
  readonly rowsChanged: (agentIds: readonly string[]) => void;
  /** Whether hooks report of it: they say more than a silence does. */
  readonly isHooked: (agentId: string) => boolean;
  readonly isOpen: (session: number) => boolean;
  /** Whether a process has an open session. */
  readonly isConnected: (pid: number) => boolean;
  /** For certain; what cannot be told from another process is not. */
  readonly isGone: (process: ProcessIdentity) => Promise<boolean>;
}

/** A lost connection is no death: so long a client has to come back. */
const graceMs = 2_000;

/**
 * Everything about alerts that lives as long as the sidecar: what becomes due, whom agents check in
 * over, and which windows are shown and told what.
 */
export class AlertWatch implements AlertOutlet, Disposable {
  readonly closed = new ClosedAlerts(mostClosedAlerts);
  readonly settings: (agentId: string) => AlertSettings;
  private readonly options: AlertWatchOptions;
  private readonly life = new DisposableStore();
  private readonly hub: AlertHub;
  private readonly desk: ToastDesk;
  private readonly silence: SilenceWatch;
  private readonly snoozes: SnoozeWatch;
  private readonly links = new SessionLinks();
  private readonly windows = new Map<number, ToastWindow>();
  private readonly left = new Set<number>();
  /** Of the epoch that this process began with: no other process ever had it. */
  private readonly epoch: number;
  private lastId = 0;

  constructor(options: AlertWatchOptions) {
    const { clock, store, settings } = options;
    this.options = options;
    this.settings = settings;
    this.epoch = store.epoch;
    this.hub = this.life.add(new AlertHub(clock));
    this.desk = this.life.add(new ToastDesk(clock, (alert) => this.isUnattended(alert)));
    this.silence = this.life.add(
      new SilenceWatch(clock, {
        silentAfterMs: (agentId) => settings(agentId).silent_after_ms,
        onSilent: (agentId, silentMs) => void this.fellSilent(agentId, silentMs),
      }),
    );
    this.snoozes = this.life.add(
      new SnoozeWatch(clock, (agentId) => void this.note(agentId, { kind: 'snoozeOver' })),
    );
    this.begin();
  }

  get revision(): number {
    return this.hub.revision;
  }

  /** What people called no problem, by rule. */
  get falseAlarms(): Readonly<Record<string, number>> {
    return falseAlarms(this.options.store);
  }

  readonly newId = (): string => `${this.epoch}-${(this.lastId += 1)}`;

  readonly changed = (change: ChangedAlerts): void => this.hub.publish(change);

  readonly tell = (alerts: readonly Alert[]): void => {
    if (alerts.length > 0) this.desk.tell(alerts);
  };

  readonly followed = (state: AgentAlerts): void => this.snoozes.follow(state);

  /** One that has ended meanwhile would be linked for ever, and the agent's end never noticed. */
  readonly checkedIn = (agentId: string, session: number): void => {
    if (this.options.isOpen(session)) this.links.link(agentId, session);
  };

  readonly focusChanged = (session: number, focus: FocusParams): void => {
    const window = this.windows.get(session);
    if (window !== undefined) this.desk.focus(window, focus);
  };

  readonly leaves = (session: number): void => void this.left.add(session);

  /** Durable changes of agents. */
  published(agentIds: readonly string[]): void {
    for (const agentId of agentIds) {
      const record = this.options.store.read(agentId);
      if (record === undefined) continue;
      this.silence.follow(record);
      if (this.options.isHooked(agentId)) this.silence.rest(agentId);
    }
  }

  /** What the settings say may be something else now. */
  settingsChanged(): void {
    this.silence.reconsider();
  }

  /** The id of its newest open alert that nobody has acknowledged; null when there is none. */
  unattended(agentId: string): string | null {
    const open = draftAlerts(this.options.store, agentId)?.open ?? [];
    return open.findLast(({ acknowledged }) => acknowledged === undefined)?.id ?? null;
  }

  /** From here on a window is shown alerts, and may be the one that tells them. */
  subscribe(session: number, window: AlertSubscriber & ToastWindow): Disposable {
    const life = new DisposableStore();
    this.windows.set(session, window);
    life.add(this.hub.subscribe(window));
    life.add(this.desk.open(window));
    return life;
  }

  /** @param process null where a pid is all that is known of it: another one may have that by now. */
  sessionClosed(session: number, process: ProcessIdentity | null): void {
    this.windows.delete(session);
    const hasLeft = this.left.delete(session);
    const agents = this.links.end(session);
    if (agents.length === 0) return;
    if (hasLeft) for (const agentId of agents) void this.rest(agentId, { kind: 'left' });
    else if (process !== null) this.judgeLater(agents, process);
  }

  /** It should go on and does nothing. */
  stalled(agentId: string, quietMs: number): void {
    void this.note(agentId, { kind: 'stalled', quietMs });
  }

  dispose(): void {
    this.life.dispose();
  }

  private begin(): void {
    const { store } = this.options;
    for (const state of listAgentAlerts(store)) this.snoozes.follow(state);
    this.closed.keep(
      listClosed(store).map(({ id }) => id),
      [],
    );
  }

  /** From here on silence is noticed, also of agents that were there before. */
  beginSilence(): void {
    const { store } = this.options;
    for (const record of store.list()) {
      this.silence.begin(record);
      if (this.options.isHooked(record.agent_id)) this.silence.rest(record.agent_id);
    }
    for (const { agent_id, left } of listAgentAlerts(store)) {
      if (left) this.silence.rest(agent_id);
    }
  }

  private judgeLater(agents: readonly string[], process: ProcessIdentity): void {
    const timer = this.life.add(
      this.options.clock.after(graceMs, () => {
        this.life.release(timer);
        void this.judgeEnd(agents, process);
      }),
    );
  }

  /** A process that lives, or came back, lost its connection and nothing else. */
  private async judgeEnd(agents: readonly string[], process: ProcessIdentity): Promise<void> {
    const { isConnected, isGone } = this.options;
    if (isConnected(process.pid) || !(await isGone(process))) return;
    for (const agentId of agents) {
      if (!this.links.isLinked(agentId)) await this.rest(agentId, { kind: 'gone' });
    }
  }

  private async rest(agentId: string, event: AlertEvent): Promise<void> {
    this.silence.rest(agentId);
    await this.note(agentId, event);
  }

  private async fellSilent(agentId: string, silentMs: number): Promise<void> {
    if (!(await this.note(agentId, { kind: 'silent', silentMs }))) this.silence.renew(agentId);
    this.options.rowsChanged([agentId]);
  }

  /** False when it could not be kept. Only of agents at work: the others are where somebody put them. */
  private async note(agentId: string, event: AlertEvent): Promise<boolean> {
    const { clock, store, log } = this.options;
    if (store.draft(agentId)?.lifecycle !== 'active') return true;
    try {
      await noteEvent({ clock, store, alerts: this }, agentId, event);
      return true;
    } catch (error) {
      log(`alerts: that an agent is ${event.kind} could not be kept: ${String(error)}`);
      return false;
    }
  }

  private isUnattended({ id, agent_id }: Alert): boolean {
    const open = draftAlerts(this.options.store, agent_id)?.open ?? [];
    return open.some((each) => each.id === id && each.acknowledged === undefined);
  }
}
