import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import type { DemoCommandId } from '../commandIds.ts';
import { windowHome } from '../settings.ts';
import { DemoAgents } from './demoAgents.ts';
import { makeDemoHome, removeDemoHome, sweepDemoHomes } from './demoHome.ts';

export interface DemoOptions {
  /** Leaves the sidecar of one home for that of another. */
  readonly moveTo: (home: string) => Promise<void>;
  /** Where homes of demos are made. */
  readonly folder: string;
  /** Absolute path of dist/sidecar.js. */
  readonly sidecar: string;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
}

interface Show {
  readonly home: string;
  readonly agents: DemoAgents;
  /** In the status bar: the demo is seen from everywhere, and ends in one click. */
  readonly sign: vscode.StatusBarItem;
}

/**
 * Lets a person try everything on agents of a script. They have a home of their own, and only this
 * window looks at it: what is real is not touched, and not shown while this lasts.
 */
export class Demo {
  readonly commands: Readonly<Record<DemoCommandId, () => Promise<void>>>;
  private readonly options: DemoOptions;
  private show: Show | null = null;
  /** One after the other: an end that comes during a start ends what that started. */
  private turn: Promise<void> = Promise.resolve();

  constructor(options: DemoOptions) {
    this.options = options;
    this.commands = {
      'watchstander.startDemo': () => this.inTurn(() => this.start()),
      'watchstander.endDemo': () => this.inTurn(() => this.end()),
    };
  }

  /** This window shows agents that are not real. */
  get isOn(): boolean {
    return this.show !== null;
  }

  /** Removes what a window left that was killed during its demo. */
  async sweep(): Promise<void> {
    await sweepDemoHomes(this.options.folder);
  }

  /** The window closes: nothing of the demo stays. */
  close(): Promise<void> {
    return this.inTurn(async () => {
      if (this.show !== null) await strike(this.show);
      this.show = null;
    });
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.turn.then(act);
    // Who asked hears of a failure; the next one has its turn all the same.
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async start(): Promise<void> {
    await vscode.commands.executeCommand('watchstander.agents.focus');
    if (this.show !== null) return;
    const location = { viewId: 'watchstander.agents' };
    await vscode.window.withProgress({ location }, async () => {
      try {
        await this.stage();
      } catch (error) {
        await this.end();
        throw error;
      }
    });
  }

  private async stage(): Promise<void> {
    const { moveTo, folder, sidecar, clock, log } = this.options;
    const home = await makeDemoHome(folder);
    const place = { home, sidecar, clock, log: (line: string) => log.info(line) };
    const show = { home, agents: new DemoAgents(place), sign: putUpSign() };
    this.show = show;
    await tellMenus('on');
    await moveTo(home);
    await show.agents.begin();
  }

  private async end(): Promise<void> {
    const { show } = this;
    if (show === null) return;
    this.show = null;
    await tellMenus('off');
    await this.options.moveTo(windowHome());
    await strike(show);
  }
}

/** Processes first: they would make their files anew. */
async function strike({ home, agents, sign }: Show): Promise<void> {
  sign.dispose();
  await agents.end();
  await removeDemoHome(home);
}

/** Right of the health that it is about. */
const priority = 39;

function putUpSign(): vscode.StatusBarItem {
  const { Left } = vscode.StatusBarAlignment;
  const sign = vscode.window.createStatusBarItem('demo', Left, priority);
  sign.name = vscode.l10n.t('Watchstander Demo');
  sign.text = `$(debug-stop) ${vscode.l10n.t('End the Demo')}`;
  sign.tooltip = vscode.l10n.t('Ends the demo agents and their sidecar, and removes their files.');
  sign.command = 'watchstander.endDemo';
  sign.show();
  return sign;
}

async function tellMenus(demo: 'on' | 'off'): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'watchstander.demo', demo === 'on');
}
