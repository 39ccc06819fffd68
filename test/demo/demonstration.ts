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
import { fleet, type Member } from './fleet.ts';
import { openReporter, type Reporter } from './reporters.ts';

/**
 * Watchstander at work on a throwaway home: the packaged extension in a VS Code, and a fleet that
 * reports. Whatever was begun, `end` ends it.
 */
export class Demonstration {
  private readonly home = new TestHome();
  private reporters: Promise<Reporter>[] = [];
  private server: Promise<VscodeServer> | null = null;
  private desktop: Promise<DesktopEditor> | null = null;

  async build(): Promise<void> {
    await step('build and package', () =>
      run(repositoryRoot, process.execPath, ['esbuild.mjs', '--package']),
    );
    if (!existsSync(watchstanderVsix)) throw new Error(`${watchstanderVsix} was not made.`);
  }

  async openFleet(): Promise<void> {
    await step('start the sidecar', () => this.cli('start'));
    for (const member of fleet) {
      await step(`${member.id}: ${describe(member)}`, () => this.join(member));
    }
  }

  /** The server's windows are pages of a browser: a person's, or one of ours. */
  async openServer(): Promise<VscodeServer> {
    this.server = startServer({
      home: this.home.path,
      vsix: [watchstanderVsix],
      connectionToken: 'on',
    });
    const { server } = this;
    return step('start the VS Code server with the extension', () => server);
  }

  async openDesktop(code: string): Promise<DesktopEditor> {
    this.desktop = openDesktop(code, watchstanderVsix, this.home.path);
    const { desktop } = this;
    return step(`open ${code} on a profile of its own`, () => desktop);
  }

  /** Editors first: an extension host would start the sidecar again. */
  async end(): Promise<void> {
    const reporters = await Promise.allSettled(this.reporters);
    for (const reporter of reporters) {
      if (reporter.status === 'fulfilled') await reporter.value.close();
    }
    await (await begun(this.server))?.stop();
    await (await begun(this.desktop))?.close();
    await this.home.cli('stop');
    await this.home.dispose();
    say('nothing is left running');
  }

  private async join(member: Member): Promise<void> {
    const opening = openReporter(member, this.home.path);
    this.reporters.push(opening);
    const reporter = await opening;
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

/** Says when a step is done and how long it took. */
async function step<T>(what: string, act: () => Promise<T>): Promise<T> {
  const startMs = systemClock.monotonicMs();
  const result = await act();
  const seconds = (systemClock.monotonicMs() - startMs) / 1_000;
  say(`${what} (${seconds.toFixed(1)} s)`);
  return result;
}

function describe({ becomes, past, pausedBecause }: Member): string {
  const reports = `${past} reports through its own MCP server`;
  return pausedBecause === null ? `${reports}, becomes ${becomes}` : `${reports}, then paused`;
}

/** What was begun and came about; null where it did not, which was said where it was begun. */
async function begun<T>(beginning: Promise<T> | null): Promise<T | null> {
  const [outcome] = await Promise.allSettled([beginning]);
  return outcome.status === 'fulfilled' ? outcome.value : null;
}
