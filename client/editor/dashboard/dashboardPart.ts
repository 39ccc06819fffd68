import * as vscode from 'vscode';
import type { AgentChoice } from '../agents/agentChoice.ts';
import type { DashboardCommandId } from '../commandIds.ts';
import { idIn } from '../screen/pressedRow.ts';
import type { DashboardPanel, PanelParts } from './dashboardPanel.ts';

export type DashboardCommands = Readonly<Record<DashboardCommandId, (target?: unknown) => unknown>>;

const viewType = 'watchstander.dashboard';
/** Nothing is loaded: all that it is made of is in its HTML. */
const options: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };

/** The dashboard of this window: one page at most, which comes again after a reload. */
export class DashboardPart implements vscode.Disposable {
  readonly commands: DashboardCommands;
  private readonly parts: PanelParts;
  private readonly serializer: vscode.Disposable;
  private shown: DashboardPanel | null = null;
  private isEnded = false;

  constructor(parts: PanelParts, choice: AgentChoice) {
    this.parts = parts;
    this.serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel) => {
        panel.webview.options = options;
        await this.adopt(panel);
      },
    });
    this.commands = {
      'watchstander.openDashboard': (target) => this.open(idIn(target, 'agentId') ?? null),
      'watchstander.showInDashboard': async (target) => {
        const title = vscode.l10n.t('Show in Dashboard');
        const agentId = await choice.of({ command: 'watchstander.showInDashboard', target, title });
        if (agentId !== undefined) await this.open(agentId);
      },
    };
  }

  dispose(): void {
    this.isEnded = true;
    this.serializer.dispose();
    this.shown?.dispose();
  }

  private async open(agentId: string | null): Promise<void> {
    const panel = this.shown ?? (await this.adopt(makePanel()));
    panel?.reveal(agentId);
  }

  /** Of two the one that came last stays. Null when the window closed meanwhile. */
  private async adopt(panel: vscode.WebviewPanel): Promise<DashboardPanel | null> {
    // A bundle of its own, beside this one: most windows never need it.
    const late = await import('./dashboardPanel.js');
    const made = await late.openDashboardPanel(panel, this.parts);
    if (this.isEnded) {
      made.dispose();
      return null;
    }
    this.shown?.dispose();
    this.shown = made;
    made.onClosed(() => {
      if (this.shown === made) this.shown = null;
      made.dispose();
    });
    return made;
  }
}

function makePanel(): vscode.WebviewPanel {
  const title = vscode.l10n.t('Watchstander Dashboard');
  return vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options);
}
