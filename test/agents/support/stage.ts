import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { AgentRow } from '../../../shared/model.ts';
import { statusItem } from '../../editor/suites/screen.ts';
import { watchRows } from '../../editor/support/rowSeen.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { watchstanderVsix } from '../../support/vscode/suite.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { AgentUser } from './agentUser.ts';
import type { Program } from './programs.ts';

/** Without alerts agents are in one view only. */
const policy = { alerts: { kinds: [] } };

/** A user with a connected program, and beside it a window of a real VS Code with what it shows. */
export class Stage {
  readonly home: TestHome;
  readonly user: AgentUser;
  readonly server: VscodeServer;
  readonly window: VscodeWindow;
  readonly connection: SidecarConnection;
  private readonly program: Program;

  private constructor(program: Program, home: TestHome, parts: Parts) {
    this.program = program;
    this.home = home;
    this.user = parts.user;
    this.server = parts.server;
    this.window = parts.window;
    this.connection = home.connect('cli');
  }

  static async open(program: Program): Promise<Stage> {
    const home = new TestHome(policy);
    const ends = [() => home.dispose()];
    try {
      const user = await AgentUser.connected(program, home.path);
      ends.unshift(() => user.dispose());
      const server = await startServer({ home: home.path, vsix: [watchstanderVsix] });
      ends.unshift(() => server.stop());
      const window = await server.openWindow();
      await window.viewContainer(/Watchstander/).click();
      await watchRows(window.page);
      return new Stage(program, home, { user, server, window });
    } catch (error) {
      // Or they would outlive the failure, and nothing would ever end.
      for (const end of ends) await end();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.leaveSidecar();
    await this.home.dispose();
    await this.user.dispose();
  }

  /**
   * Nobody is left who would start another sidecar. Ours goes first: where the window started the one
   * that runs, the end of the server ends it, and a start of ours then would be under way at any `stop`.
   */
  async leaveSidecar(): Promise<void> {
    this.connection.dispose();
    await this.server.stop();
  }

  /** Waits until the tree shows the program's session in this state, and takes a picture. */
  async see(state: RegExp, picture: string): Promise<void> {
    const name = `agent-${this.program.harness}-${picture}`;
    try {
      await this.row(state).waitFor();
    } catch (cause) {
      await this.window.screenshot(`${name}-missing`);
      const { agents } = await this.connection.request('watchstander/fleet', {});
      throw new Error(`The sidecar has ${JSON.stringify(agents)}`, { cause });
    }
    await this.window.screenshot(name);
  }

  /**
   * Waits until the window has its sidecar: it draws every row anew when it has lost one, and when it
   * has the next, and a click in between finds no row.
   */
  async connected(): Promise<void> {
    await this.window.statusBarItem(statusItem).locator('.codicon-pulse').waitFor();
  }

  async pressPause(): Promise<void> {
    const asksForReason = this.window.quickInput();
    await this.window.pressInRow(this.row(/(?!Paused)/), 'Pause Agent', asksForReason);
  }

  async pressResume(): Promise<void> {
    await this.window.pressInRow(this.row(/Paused/), 'Resume Agent', this.row(/(?!Paused)/));
  }

  async killSidecar(): Promise<void> {
    await this.home.killSidecar(this.connection);
  }

  rowWhen(what: string, isSo: (row: AgentRow) => boolean): Promise<AgentRow> {
    return until(what, async () => {
      const { agents } = await this.connection.request('watchstander/fleet', {});
      return agents.find(isSo);
    });
  }

  private row(state: RegExp) {
    const { harness } = this.program;
    return this.window.treeItem(new RegExp(`^${harness}/[0-9a-f]{8}, ${state.source}`));
  }
}

type Parts = Pick<Stage, 'user' | 'server' | 'window'>;
