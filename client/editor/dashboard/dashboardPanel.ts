import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { Pace } from '../../../shared/pace.ts';
import { readToExtension, type ToExtension, type ToPage } from '../../dashboard/messages.ts';
import { wordsIn } from '../../dashboard/words.ts';
import type { Window } from '../connection/window.ts';
import type { Fleet, FleetDelta } from '../fleet.ts';
import { drawingPace } from '../screen/drawingPace.ts';
import { translate } from '../screen/words.ts';
import { AgentFollower } from './agentFollower.ts';
import { pageHtml, type PageTexts } from './html.ts';
import { toLine } from './lines.ts';
import { actOnAgent, actOnOwn } from './pageActs.ts';
import { readTrends } from './trendReader.ts';

export interface PanelParts {
  readonly window: Window;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  /** The folder with the bundles. */
  readonly dist: vscode.Uri;
  /** One sentence while what is shown is not what is; empty while it is. */
  readonly sentence: () => string;
}

/** The door of this bundle. */
export async function openDashboardPanel(
  panel: vscode.WebviewPanel,
  parts: PanelParts,
): Promise<DashboardPanel> {
  const read = (name: string): Promise<string> =>
    readFile(vscode.Uri.joinPath(parts.dist, name).fsPath, 'utf8');
  const [script, style] = await Promise.all([read('dashboard.js'), read('dashboard.css')]);
  return new DashboardPanel(panel, parts, { script, style });
}

/** One page: what it is told, and what it asks for. Nothing is told to a page that nobody sees. */
export class DashboardPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly parts: PanelParts;
  private readonly life = new DisposableStore();
  private readonly pace: Pace;
  private follower: AgentFollower | null = null;
  /**
   * `soon`: it is being made, and the editor keeps what it is told until then; `yes`: it has said so
   * itself; `no`: a page that is hidden is no more, and begins anew.
   */
  private listening: 'no' | 'soon' | 'yes' = 'no';
  /** Whom to show as soon as it has said that it listens. */
  private wanted: string | null = null;
  private due: Set<string> | 'all' = 'all';

  constructor(panel: vscode.WebviewPanel, parts: PanelParts, texts: PageTexts) {
    this.panel = panel;
    this.parts = parts;
    const { window, fleet, clock, dist } = parts;
    this.pace = this.life.add(drawingPace(clock, () => this.tellDue()));
    panel.iconPath = vscode.Uri.joinPath(dist, '../media/watchstander.svg');
    this.life.add(panel.webview.onDidReceiveMessage((data) => this.heard(data)));
    this.life.add(panel.onDidChangeViewState(() => panel.visible || this.stopTelling()));
    this.life.add(fleet.onChanged((delta) => this.note(delta)));
    this.life.add(
      window.news.onAlertsChanged(({ alerts }) => this.follower?.alertsChanged(alerts)),
    );
    this.life.add(window.onStateChanged(({ kind }) => this.connectionChanged(kind)));
    const nonce = randomBytes(16).toString('hex');
    panel.webview.html = pageHtml({ ...texts, nonce, language: vscode.env.language });
    // It need not ask for what it is told anyway: a question and its answer are a tenth of the opening.
    this.begin('soon');
  }

  get onClosed(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  /** Brings it to front; on the page of an agent when one is given. */
  reveal(agentId: string | null): void {
    this.panel.reveal();
    if (agentId === null) return;
    if (this.listening !== 'yes') this.wanted = agentId;
    this.post({ kind: 'show', agentId });
  }

  dispose(): void {
    this.stopTelling();
    this.life.dispose();
    this.panel.dispose();
  }

  private heard(data: unknown): void {
    const message = readToExtension(data);
    if (message === undefined) {
      this.parts.log.warn('the dashboard sent what is no message of it; it was left out');
      return;
    }
    this.answer(message);
  }

  private answer(message: ToExtension): void {
    switch (message.kind) {
      case 'ready':
        // Told again, all of it: not every editor keeps what comes before the page.
        this.begin('yes');
        this.wanted = null;
        break;
      case 'watch':
        this.follow(message.agentId);
        break;
      case 'reach':
        if (this.follower?.agentId === message.agentId) this.follower.reach(message.fromMs);
        break;
      case 'trends':
        void this.tellTrends(message.agentIds);
        break;
      case 'act':
        void actOnAgent(message.act, message.agentId);
        break;
      case 'strange':
        this.parts.log.warn('the dashboard heard what is no message for it; it was left out');
        break;
      case 'own':
        void actOnOwn(message.act);
        break;
    }
  }

  /** A page that has just been made knows nothing. */
  private begin(listening: 'soon' | 'yes'): void {
    this.stopTelling();
    this.listening = listening;
    this.post({ kind: 'begin', words: wordsIn(translate) });
    this.due = 'all';
    this.tellDue();
    if (this.wanted !== null) this.post({ kind: 'show', agentId: this.wanted });
  }

  private stopTelling(): void {
    this.listening = 'no';
    this.follow(null);
  }

  private follow(agentId: string | null): void {
    this.follower?.dispose();
    this.follower = null;
    if (agentId === null) return;
    const { window, log } = this.parts;
    this.follower = new AgentFollower(agentId, {
      sidecar: window,
      post: (message) => this.post(message),
      report: (error) => log.warn(`dashboard, ${JSON.stringify(agentId)}: ${String(error)}`),
    });
    this.follower.begin();
  }

  private note(delta: FleetDelta): void {
    if (delta === 'all') this.due = 'all';
    else if (this.due !== 'all') for (const id of delta) this.due.add(id);
    this.pace.ask();
  }

  private connectionChanged(kind: Window['state']['kind']): void {
    if (kind === 'ready') this.follower?.resume();
    this.tellConnection();
  }

  private tellDue(): void {
    if (this.listening === 'no') return;
    const due = this.due;
    this.due = new Set();
    this.tellConnection();
    const { rows, freshness } = this.parts.fleet;
    if (due === 'all') {
      // Before the first listing there is nothing to tell, and that is not the same as nobody.
      if (freshness === 'none') return;
      const lines = Array.from(rows.values(), toLine);
      this.post({ kind: 'fleet', extent: 'all', lines, removed: [] });
    } else this.tellSome(due);
    this.tellFollower(due);
  }

  private tellSome(agentIds: ReadonlySet<string>): void {
    const { rows } = this.parts.fleet;
    const found = [...agentIds].flatMap((id) => rows.get(id) ?? []);
    const removed = [...agentIds].filter((id) => !rows.has(id));
    if (agentIds.size === 0) return;
    this.post({ kind: 'fleet', extent: 'changed', lines: found.map(toLine), removed });
  }

  private tellFollower(due: ReadonlySet<string> | 'all'): void {
    if (this.follower === null || (due !== 'all' && !due.has(this.follower.agentId))) return;
    const row = this.parts.fleet.row(this.follower.agentId);
    if (row !== undefined) this.follower.rowChanged(row);
  }

  private tellConnection(): void {
    const { fleet, sentence } = this.parts;
    this.post({ kind: 'connection', freshness: fleet.freshness, sentence: sentence() });
  }

  private async tellTrends(agentIds: readonly string[]): Promise<void> {
    const { window, log } = this.parts;
    const trends = await readTrends(window, agentIds, (error) => log.debug(String(error)));
    this.post({ kind: 'trends', trends });
  }

  private post(message: ToPage): void {
    if (this.listening !== 'no') void this.panel.webview.postMessage(message);
  }
}
