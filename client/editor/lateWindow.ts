import { hostname } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import type { AgentRow } from '../../shared/model.ts';
import type { Pace } from '../../shared/pace.ts';
import type { FleetChange } from '../../shared/protocol.ts';
import { reach } from '../connection/reach.ts';
import type { CommandId } from './commandIds.ts';
import { AlertPart } from './alerts/alertPart.ts';
import { DashboardPart } from './dashboard/dashboardPart.ts';
import { createCommands, reportFailure, type Commands } from './commands.ts';
import { createConnectCommands, followLauncher, type ConnectParts } from './connect/connectPart.ts';
import { Demo } from './demo/demo.ts';
import { Fleet } from './fleet.ts';
import { Feed, type FeedSource } from './feed.ts';
import { followPolicyLanguage } from './policy/policyLanguage.ts';
import type { CallTool } from './models/modelOffers.ts';
import { ProcessPart } from './processes/processPart.ts';
import { chosenHome, onHomeChanged, windowHome } from './settings.ts';
import { toolCaller } from './models/toolCalls.ts';
import { AgentDocuments } from './documents/agentDocuments.ts';
import { AgentPart } from './agents/agentPart.ts';
import { unwellAgents } from './agents/attention.ts';
import { FreshDiagnostics } from './documents/freshDiagnostics.ts';
import { targetIn } from './screen/pressedRow.ts';
import { drawingPace } from './screen/drawingPace.ts';
import { countGroups } from './agents/presentAgent.ts';
import { translate } from './screen/words.ts';
import { connectionSentence, type StatusSubject } from './statusBar/presentStatus.ts';
import { StatusBar } from './statusBar/statusBar.ts';
import { Window, type WindowState } from './connection/window.ts';

/**
 * A successor is there much sooner: until then nothing says that one is awaited. What moves on the
 * screen takes time from its start, too.
 */
const patienceMs = 1_000;
const clock = systemClock;

/** What is on screen, to look at and not to change. */
export interface Shown {
  readonly agentTree: vscode.TreeDataProvider<unknown>;
  readonly alertTree: vscode.TreeDataProvider<unknown>;
  readonly processTree: vscode.TreeDataProvider<unknown>;
  statusText(): string;
  /** As Markdown. */
  statusTooltip(): string;
  state(): WindowState;
}

/** Everything but the activation: made after `activate` has returned, because it takes a while. */
export class LateWindow {
  readonly shown: Shown;
  readonly callTool: CallTool;
  private readonly window: Window;
  private readonly fleet = new Fleet();
  private readonly statusBar: StatusBar;
  private readonly life = new DisposableStore();
  private readonly log: vscode.LogOutputChannel;
  private readonly feed: Feed<AgentRow, FleetChange>;
  private readonly collection: vscode.DiagnosticCollection;
  private readonly diagnostics: FreshDiagnostics;
  private readonly alerts: AlertPart;
  private readonly agents: AgentPart;
  private readonly commands: Commands;
  private readonly demo: Demo;
  private readonly connectParts: ConnectParts;
  private readonly pace: Pace;
  private impatience: Disposable | null = null;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.log = log;
    const collection = this.life.add(vscode.languages.createDiagnosticCollection('watchstander'));
    this.collection = collection;
    this.window = new Window({
      where: whereOf(context, log),
      reach: (where, launcher) => this.reach(where, launcher),
      clock,
      log,
      diagnostics: collection,
    });
    this.life.add(this.fleet);
    this.feed = this.life.add(
      new Feed(this.fleet, agentsOf(this.window), (error) => log.warn(String(error))),
    );
    this.diagnostics = this.life.add(new FreshDiagnostics(collection, clock));
    this.statusBar = this.life.add(new StatusBar());
    const documents = this.life.add(new AgentDocuments(this.window, this.fleet, clock));
    this.connectParts = {
      // What is connected reports for good: never to the home of a demo.
      home: chosenHome,
      dist: context.asAbsolutePath('dist'),
      clock,
      log,
      own: (item) => void this.life.add(item),
    };
    const { window, fleet } = this;
    this.alerts = this.life.add(
      new AlertPart({ window, clock, log, reportFailure: (error) => reportFailure(error, log) }),
    );
    const { book, tree } = this.alerts;
    const known = { fleet, alerts: book, alertRows: tree.drawn, memory: context.workspaceState };
    this.agents = this.life.add(new AgentPart({ window, ...known, clock, log }));
    const processes = this.life.add(new ProcessPart({ window, clock, log }));
    const sidecar = context.asAbsolutePath('dist/sidecar.js');
    const folder = path.join(context.globalStorageUri.fsPath, 'demo');
    this.demo = new Demo({ folder, sidecar, clock, log, moveTo: (home) => this.moveTo(home) });
    this.commands = createCommands({
      window,
      fleet,
      clock,
      documents,
      log,
      refresh: () => this.refresh(),
      agents: this.agents.commands,
      choice: this.agents.choice,
      alerts: this.alerts.commands,
      connect: createConnectCommands(this.connectParts),
      processes: processes.commands,
      demo: this.demo,
      dashboard: this.openDashboardPart(context.extensionUri).commands,
    });
    this.callTool = toolCaller(() => {
      if (this.demo.isOn) throw noToolsInDemo();
      return { sidecar: window, clock, home: window.home };
    });
    this.pace = this.life.add(drawingPace(clock, () => this.show()));
    this.shown = this.onScreen(processes.tree);
    this.listen();
  }

  open(): void {
    this.show();
    this.window.open();
    void followLauncher(this.connectParts);
    this.demo.sweep().catch((error: unknown) => this.log.warn(String(error)));
  }

  /** @param given a row and, where it is one of several selected ones, all of these; or what others give. */
  async run(id: CommandId, given: readonly unknown[]): Promise<void> {
    try {
      await this.commands[id](targetIn(given), given[1]);
    } catch (error) {
      await reportFailure(error, this.log);
    }
  }

  /** The sidecar stays; it serves the other windows and agents. */
  async close(): Promise<void> {
    await this.window.close();
    await this.demo.close();
    this.life.dispose();
  }

  /** A home that can be none is told as any other reason why nobody is reached. */
  private async reach(...[where, launcher]: Parameters<typeof reach>): ReturnType<typeof reach> {
    if (!this.demo.isOn) chosenHome();
    return reach(where, launcher);
  }

  private onScreen(processTree: Shown['processTree']): Shown {
    return {
      agentTree: this.agents.tree,
      alertTree: this.alerts.tree,
      processTree,
      statusText: () => this.statusBar.text,
      statusTooltip: () => this.statusBar.tooltip,
      state: () => this.window.state,
    };
  }

  private openDashboardPart(extension: vscode.Uri): DashboardPart {
    const { window, fleet, log } = this;
    const dist = vscode.Uri.joinPath(extension, 'dist');
    const sentence = (): string => connectionSentence(this.subject(), translate) ?? '';
    const parts = { window, fleet, clock, log, dist, sentence };
    return this.life.add(new DashboardPart(parts, this.agents.choice));
  }

  private listen(): void {
    this.life.add(this.window.onStateChanged((state) => this.stateChanged(state)));
    this.life.add(this.window.news.onDiagnostics((uri) => this.diagnostics.came(uri)));
    this.life.add(this.fleet.onChanged(() => this.pace.ask()));
    this.life.add(this.window.news.onConditionChanged(() => this.pace.ask()));
    this.life.add(followPolicyLanguage(() => this.window.home));
    this.life.add(onHomeChanged((home) => void this.homeChanged(home)));
    this.life.add(toDisposable(() => this.impatience?.dispose()));
  }

  /** A demo ends in the home that is chosen then. */
  private async homeChanged(home: string): Promise<void> {
    if (!this.demo.isOn) await this.moveTo(home);
  }

  /** Nothing that was known is about the other home. */
  private async moveTo(home: string): Promise<void> {
    await this.window.moveTo(home);
    this.fleet.forget();
    this.alerts.forget();
    this.collection.clear();
    this.show();
  }

  private async refresh(): Promise<void> {
    if (this.window.state.kind === 'ready')
      await Promise.all([this.feed.list(), this.alerts.refresh()]);
    else this.window.open();
  }

  private stateChanged(state: WindowState): void {
    this.impatience?.dispose();
    if (state.kind === 'ready') void this.catchUp();
    if (state.kind !== 'disconnected') this.settle();
    else this.impatience = clock.after(patienceMs, () => this.settle());
  }

  /** What is shown of the agents is not, or not yet again, what is. */
  private settle(): void {
    if (this.window.state.kind !== 'ready') {
      this.fleet.markStale();
      this.alerts.markStale();
    }
    this.show();
  }

  private async catchUp(): Promise<void> {
    this.diagnostics.sessionBegan();
    await this.feed.list();
    this.diagnostics.sessionCaughtUp();
  }

  private show(): void {
    const subject = this.subject();
    this.statusBar.show(subject);
    this.agents.show(subject, this.fleet.rows.size);
  }

  private subject(): StatusSubject {
    const { freshness, rows } = this.fleet;
    const { state, news } = this.window;
    const counts = countGroups(rows.values());
    const unwell = unwellAgents(rows.values());
    const { policy, store, damage } = news.conditions;
    const errors = { policyError: policy.error, storeError: store.error };
    const isDemo = this.demo.isOn;
    return { connection: state, freshness, counts, unwell, host, isDemo, damage, ...errors };
  }
}

export function openLateWindow(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): LateWindow {
  const opened = new LateWindow(context, log);
  opened.open();
  return opened;
}

function whereOf(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): ConstructorParameters<typeof Window>[0]['where'] {
  return {
    home: windowHome(),
    workspace: workspaceName(),
    sidecar: context.asAbsolutePath('dist/sidecar.js'),
    clock,
    log: (line) => log.info(line),
  };
}

/** What an agent reported to a demo would be gone with it. */
function noToolsInDemo(): WatchstanderError {
  const step = 'End the demo with “Watchstander: End the Demo”, then try again.';
  return new WatchstanderError('UNAVAILABLE', 'This window shows demo agents.', step);
}

/** In a remote window this code, the sidecar and the agents run there, and the screen is here. */
const host = vscode.env.remoteName === undefined ? undefined : hostname();

/** For display only. A folder that is not on disk is named by its address. */
function workspaceName(): string | undefined {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = vscode.workspace.workspaceFile ?? folder?.uri;
  if (uri === undefined) return undefined;
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

function agentsOf(window: Window): FeedSource<AgentRow, FleetChange> {
  return {
    onChanged: window.news.onFleetChanged,
    async readPage(cursor) {
      const { agents, ...page } = await window.request('watchstander/fleet', { cursor });
      return { ...page, items: agents };
    },
  };
}
