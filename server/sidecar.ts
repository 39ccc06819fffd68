import process from 'node:process';
import { beats } from '../shared/beats.ts';
import { build } from '../shared/build.ts';
import { delay, everyInStep, type Clock } from '../shared/clock.ts';
import { failures } from '../shared/errors.ts';
import { DisposableStore } from '../shared/lifecycle.ts';
import { durationMs } from '../shared/policy/duration.ts';
import {
  protocolVersion,
  type Goodbye,
  type HandshakeParams,
  type Welcome,
} from '../shared/protocol.ts';
import { AlertWatch } from './watches/alertWatch.ts';
import { Hub } from './broadcast/hub.ts';
import { TurnsNews } from './broadcast/turnsNews.ts';
import { watchEnded } from './watches/endedWatch.ts';
import { FleetView } from './windows/fleetView.ts';
import type { Deps } from './handlers/deps.ts';
import { makeEars, makeTable } from './handlers/serve.ts';
import { HookWatch } from './watches/hookWatch.ts';
import { alertSettingsOf } from './monitor/alerts/alertSettings.ts';
import type { LivePolicy } from './policy/livePolicy.ts';
import { standingOf, type ProcessIdentity } from './process/identity.ts';
import { IdleWatch } from './process/idle.ts';
import type { Log } from './process/log.ts';
import { watchLoopDelay } from './process/loopDelay.ts';
import { ProcessWatch } from './watches/processWatch.ts';
import { Sessions } from './sessions.ts';
import { addressOf, listen, type Listening } from './socket/endpoint.ts';
import { readOrMakeToken } from './socket/token.ts';
import { judgeGreeting } from './socket/greeting.ts';
import { serve } from './socket/handshake.ts';
import type { Session, SessionHost } from './socket/session.ts';
import type { Store } from './store/port.ts';
import { WindowRoom } from './windows/windowRoom.ts';

export interface SidecarOptions {
  readonly home: string;
  readonly identity: ProcessIdentity;
  /** Already claimed: this process leads the home. */
  readonly store: Store;
  readonly policy: LivePolicy;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the process exits with; 75 says that another one leads now. */
export const exitCodes = { done: 0, failed: 1, fenced: 75 } as const;

const farewellMs = 1_000;
/** So long after its start a sidecar has answered those who waited for it; the rest can wait as long. */
export const settledMs = 500;

/**
 * The leader of one home: everything that lives once the epoch is claimed. Sessions come and go;
 * what ends it is a stop, idleness, a newer version, or the loss of the store.
 */
export class Sidecar {
  /** Resolves with the exit code when nothing is left to do. */
  readonly ended: Promise<number>;
  private readonly options: SidecarOptions;
  private readonly life = new DisposableStore();
  private readonly loopDelay = this.life.add(watchLoopDelay());
  private readonly sessions = new Sessions();
  private readonly fleet: FleetView;
  private readonly token: string;
  private readonly policy: LivePolicy;
  private readonly idle: IdleWatch;
  private readonly hub: Hub;
  private readonly alerts: AlertWatch;
  private readonly processes: ProcessWatch;
  private readonly hooks: HookWatch;
  private readonly windows: WindowRoom;
  private readonly deps: Deps;
  private readonly host: SessionHost;
  private listening: Listening | null = null;
  private isRetiring = false;
  private finish: (code: number) => void = () => undefined;

  constructor(options: SidecarOptions) {
    const { home, clock, store, policy } = options;
    this.options = options;
    this.policy = this.life.add(policy);
    this.ended = new Promise((resolve) => void (this.finish = resolve));
    this.token = readOrMakeToken(home);
    this.hooks = this.life.add(this.makeHookWatch());
    const { hooks } = this;
    this.fleet = this.life.add(new FleetView({ store, clock, policy, hooks }));
    this.hub = this.life.add(new Hub(clock, this.fleet));
    this.alerts = this.life.add(this.makeAlertWatch());
    this.idle = this.life.add(this.makeIdleWatch());
    this.processes = this.life.add(this.makeProcessWatch());
    const { hub, alerts, fleet } = this;
    this.windows = new WindowRoom({ home, policy, store, hub, alerts, fleet });
    this.deps = this.makeDeps();
    this.host = this.makeHost();
    this.hub.begin(this.fleet.begin());
  }

  /** Listens and publishes where (the last step of a claim). */
  async start(): Promise<void> {
    const { home, store, clock, log } = this.options;
    this.processes.start();
    const news = this.life.add(new TurnsNews((agentIds) => this.published(agentIds)));
    this.life.add(store.onPublished(({ agent_ids }) => news.add(agent_ids)));
    this.life.add(store.onLost((why, detail) => this.retire({ reason: why, message: detail })));
    this.life.add(everyInStep(clock, beats.periodMs, () => this.sessions.dropSilent()));
    const lead = { home, epoch: store.epoch, pid: process.pid };
    await this.hooks.begin();
    this.listening = await listen(lead, { accept: (socket) => serve(socket, this.host), log });
    this.idle.present(0);
    log(`leads epoch ${store.epoch} at ${this.listening.address}, build ${build}`);
    this.life.add(this.policy.onChanged(() => this.policyChanged()));
    this.policy.follow();
    this.life.add(watchEnded(this.deps, this.policy, log));
    this.life.add(clock.after(settledMs, () => this.settle()));
  }

  /** Ends gracefully, once: no new clients, finish what is queued, say goodbye, release. */
  retire(goodbye: Goodbye): void {
    if (this.isRetiring) return;
    this.isRetiring = true;
    this.options.log(`retires (${goodbye.reason}): ${goodbye.message}`);
    void this.drain(goodbye).then(this.finish);
  }

  private async drain(goodbye: Goodbye): Promise<number> {
    this.listening?.close();
    const isClean = await this.closeStore();
    this.sessions.endAll(goodbye);
    const untilMs = this.options.clock.monotonicMs() + farewellMs;
    while (this.sessions.count > 0 && this.options.clock.monotonicMs() < untilMs) {
      await delay(this.options.clock, 5);
    }
    this.life.dispose();
    if (goodbye.reason === 'fenced') return exitCodes.fenced;
    return goodbye.reason === 'failed' || !isClean ? exitCodes.failed : exitCodes.done;
  }

  private async closeStore(): Promise<boolean> {
    try {
      await this.options.store.close();
      return true;
    } catch (error) {
      this.options.log(`the store did not close cleanly: ${String(error)}`);
      return false;
    }
  }

  private published(agentIds: readonly string[]): void {
    this.alerts.published(agentIds);
    this.rowsChanged(agentIds);
  }

  private readonly rowsChanged = (agentIds: readonly string[]): void =>
    this.hub.publish(this.fleet.recount(agentIds));

  /** What is stored is shown by its thresholds at once; models and alerts follow with check-ins. */
  private policyChanged(): void {
    this.fleet.lookAgain('all', this.publish);
    this.alerts.settingsChanged();
    void this.hooks.policyChanged();
    if (!this.isRetiring) this.idle.present(this.sessions.count);
  }

  /** What looks at every agent, and nobody waits for. */
  private settle(): void {
    this.alerts.beginSilence();
    this.fleet.lookAgain('changed', this.publish);
  }

  private readonly publish = (agentIds: readonly string[]): void => this.hub.publish(agentIds);

  private greet(hello: HandshakeParams): Omit<Welcome, 'session'> {
    if (judgeGreeting(hello, this.token) === 'newer') {
      const { major, minor } = hello.protocol;
      this.retire({ reason: 'replaced', message: `a client speaks protocol ${major}.${minor}` });
    }
    if (this.isRetiring) throw failures.unavailable('This sidecar is leaving.');
    const { identity, store } = this.options;
    const { pid, started } = identity;
    return { protocol: protocolVersion, build, process: { pid, started }, epoch: store.epoch };
  }

  private opened(session: Session): void {
    this.sessions.add(session);
    this.idle.present(this.sessions.count);
    this.windows.opened(session);
    this.note(session, `opened: ${session.kind}, pid ${session.process.pid}`);
  }

  /** Hooks come and go with every tool call. */
  private note({ id, kind }: Session, what: string): void {
    if (kind !== 'hook') this.options.log(`session ${id} ${what}`);
  }

  private closed(session: Session): void {
    this.sessions.remove(session);
    this.windows.closed(session);
    this.note(session, 'closed');
    // Those that end because we do are no deaths.
    if (this.isRetiring) return;
    this.alerts.sessionClosed(session.id, this.processes.identityOf(session.id));
    this.processes.sessionClosed(session.id);
    this.idle.present(this.sessions.count);
  }

  private makeIdleWatch(): IdleWatch {
    const idleMs = (): number =>
      Math.max(durationMs(this.policy.current.liveness.idle_exit), this.hooks.awaitedMs);
    const leave = (): void => this.retire({ reason: 'idle', message: 'nobody is connected' });
    return new IdleWatch(this.options.clock, idleMs, leave);
  }

  private makeProcessWatch(): ProcessWatch {
    const { home, identity, store, clock, log } = this.options;
    return new ProcessWatch({
      home,
      identity,
      epoch: store.epoch,
      address: addressOf(home, store.epoch),
      clock,
      log,
      loopDelay: this.loopDelay,
      staleMs: () => this.staleMs(),
      isOpen: (session) => this.sessions.has(session),
    });
  }

  private staleMs(): number {
    return durationMs(this.policy.current.liveness.stale_after);
  }

  private makeAlertWatch(): AlertWatch {
    const { clock, store, log, identity } = this.options;
    return new AlertWatch({
      clock,
      store,
      log,
      settings: (agentId) => alertSettingsOf(this.policy.settingsFor(agentId), agentId),
      rowsChanged: this.rowsChanged,
      isHooked: (agentId) => this.hooks.fleet.shown(agentId) !== null,
      isOpen: (session) => this.sessions.has(session),
      isConnected: (pid) => this.sessions.isConnected(pid),
      isGone: async (other) => (await standingOf(other, identity)) === 'dead',
    });
  }

  private makeHookWatch(): HookWatch {
    const { home, clock, store, log } = this.options;
    return new HookWatch({
      ...{ home, clock, store, log },
      policy: () => this.policy.current,
      rowsChanged: this.rowsChanged,
      stalled: (agentId, quietMs) => this.alerts.stalled(agentId, quietMs),
    });
  }

  private makeHost(): SessionHost {
    const { clock, log } = this.options;
    return {
      clock,
      log,
      table: makeTable(this.deps),
      ears: makeEars(this.deps),
      windowLines: () => this.windows.lines(),
      staleMs: () => this.staleMs(),
      greet: (hello) => this.greet(hello),
      nextSessionId: () => this.sessions.nextId(),
      opened: (session) => this.opened(session),
      closed: (session) => this.closed(session),
    };
  }

  private makeDeps(): Deps {
    const { clock, store, home } = this.options;
    return {
      clock,
      store,
      home,
      counts: this.fleet.counts,
      trends: this.fleet.trends,
      alerts: this.alerts,
      hooks: this.hooks,
      loopDelay: this.loopDelay,
      processes: this.processes,
      isRetiring: () => this.isRetiring,
      endpoint: () => this.listening?.address ?? '',
      policy: this.policy,
      sessions: (asker) => this.sessions.views(asker),
      retire: (goodbye) => this.retire(goodbye),
    };
  }
}
