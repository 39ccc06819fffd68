import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { systemClock } from '../../shared/clock.ts';
import { TestHome } from '../support/testHome.ts';
import { repositoryRoot } from '../support/vscode/asset.ts';
import { run } from '../support/vscode/npm.ts';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { watchstanderVsix } from '../support/vscode/suite.ts';
import { openDesktop, type DesktopEditor } from './desktop.ts';
import { fleet, type Member } from '../../client/editor/demo/demoFleet.ts';
import { openReporter, type Reporter } from './reporters.ts';

/**
 * Watchstander at work on a throwaway home: the packaged extension in a VS Code, and a fleet that
 * reports. Steps come one after the other; `end` waits for the one under way and ends what was
 * begun, and no step begins after it.
 */
export class Demonstration {
  private readonly home = new TestHome();
  private readonly reporters: Reporter[] = [];
  private server: VscodeServer | null = null;
  private desktop: DesktopEditor | null = null;
  private underWay: Promise<unknown> = Promise.resolve();
  private isEnding = false;

  async build(): Promise<void> {
    await this.step('build and package', () =>
      run(repositoryRoot, process.execPath, ['esbuild.mjs', '--package']),
    );
    if (!existsSync(watchstanderVsix)) throw new Error(`${watchstanderVsix} was not made.`);
  }

  async openFleet(): Promise<void> {
    await this.step('start the sidecar', () => this.cli('start'));
    for (const member of fleet) {
      await this.step(`${member.id}: ${describe(member)}`, () => this.join(member));
    }
  }

  /** Its windows are pages of a browser: a person's, or one of ours. */
  openServer(): Promise<VscodeServer> {
    return this.step('start the VS Code server with the extension', async () => {
      this.server = await startServer({
        home: this.home.path,
        vsix: [watchstanderVsix],
        connectionToken: 'on',
        builtIn: 'all',
      });
      return this.server;
    });
  }

  openDesktop(code: string): Promise<DesktopEditor> {
    return this.step(`open ${code} on a profile of its own`, async () => {
      this.desktop = await openDesktop(code, watchstanderVsix, this.home.path);
      return this.desktop;
    });
  }

  /** Editors before the sidecar: an extension host would start it again. */
  async end(): Promise<void> {
    this.isEnding = true;
    await Promise.allSettled([this.underWay]);
    for (const reporter of this.reporters) await reporter.close();
    await this.server?.stop();
    await this.desktop?.close();
    await this.home.cli('stop');
    await this.home.dispose();
  }

  /** Says when a step is done and how long it took. */
  private async step<T>(what: string, act: () => Promise<T>): Promise<T> {
    if (this.isEnding) throw new Error('The demonstration has ended.');
    const startMs = systemClock.monotonicMs();
    const result = act();
    this.underWay = result;
    await result;
    const seconds = (systemClock.monotonicMs() - startMs) / 1_000;
    say(`${what} (${seconds.toFixed(1)} s)`);
    return result;
  }

  private async join(member: Member): Promise<void> {
    const reporter = await openReporter(member, this.home.path);
    this.reporters.push(reporter);
    await reporter.catchUp();
    if (member.pausedBecause === null) reporter.goOn((error) => say(error.message));
    else await this.cli('pause', member.id, '--reason', member.pausedBecause);
  }

  private async cli(...words: string[]): Promise<void> {
    const { code, stderr } = await this.home.cli(...words);
    if (code !== 0) throw new Error(`watchstander ${words.join(' ')}: ${stderr}`);
  }
}

/** The address a person opens in a browser of theirs. */
export function addressOf(server: VscodeServer): string {
  const url = new URL(server.origin);
  if (server.token !== undefined) url.searchParams.set('tkn', server.token);
  url.searchParams.set('folder', path.join(server.root, 'workspace'));
  return url.href;
}

export function say(line: string): void {
  process.stdout.write(`[watchstander] ${line}\n`);
}

function describe({ becomes, past, pausedBecause }: Member): string {
  const reports = `${past} reports through its own MCP server`;
  return pausedBecause === null ? `${reports}, becomes ${becomes}` : `${reports}, then paused`;
}
