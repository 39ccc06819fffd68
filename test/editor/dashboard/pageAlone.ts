import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ToExtension, ToPage } from '../../../client/dashboard/messages.ts';
import type { PageState } from '../../../client/dashboard/pageState.ts';
import { english } from '../../../client/dashboard/words.ts';
import { pageHtml } from '../../../client/editor/dashboard/html.ts';
import { repositoryRoot } from '../../support/vscode/asset.ts';
import { launchBrowser } from '../../support/vscode/chromium.ts';

/** What stands in for the editor in the browser. */
interface Stage {
  readonly asked: ToExtension[];
  acquireVsCodeApi: unknown;
}

/** Intercepted: nothing is there. */
const address = 'http://dashboard.invalid/';

/** Moment at which every page is opened; its time goes on only when a test says so. */
export const openedMs = Date.UTC(2026, 0, 1, 12);

/** A browser without an editor: what an editor shows for a moment only can be looked at at leisure. */
export class BareBrowser {
  private readonly folder: string;
  private readonly browser: Browser;
  private readonly html: string;

  private constructor(folder: string, browser: Browser, html: string) {
    this.folder = folder;
    this.browser = browser;
    this.html = html;
  }

  static async start(): Promise<BareBrowser> {
    const read = (name: string): Promise<string> =>
      readFile(path.join(repositoryRoot, 'dist', name), 'utf8');
    const [script, style] = await Promise.all([read('dashboard.js'), read('dashboard.css')]);
    const folder = await mkdtemp(path.join(tmpdir(), 'dashboard-page-'));
    const html = pageHtml({ script, style, nonce: 'abc', language: 'en' });
    return new BareBrowser(folder, await launchBrowser(folder), html);
  }

  /** A page that has begun. `kept`: what a person had chosen on an earlier one. */
  async open(kept: PageState | null = null): Promise<PageAlone> {
    const page = await this.browser.newPage({ viewport: { width: 1000, height: 800 } });
    await page.clock.install({ time: openedMs });
    await page.clock.pauseAt(openedMs + 1_000);
    await page.addInitScript((state) => {
      const stage = globalThis as unknown as Stage;
      Object.assign(stage, { asked: [] });
      stage.acquireVsCodeApi = () => ({
        postMessage: (message: ToExtension) => stage.asked.push(message),
        getState: () => state,
        setState: () => undefined,
      });
    }, kept);
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: this.html }),
    );
    await page.goto(address);
    const alone = new PageAlone(page);
    await alone.tell({ kind: 'begin', words: english });
    return alone;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The dashboard's page, told what a test says. */
export class PageAlone {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Resolves when the page has heard it. */
  async tell(...messages: readonly ToPage[]): Promise<void> {
    await this.page.evaluate(async (all) => {
      for (const message of all) {
        await new Promise((resolve) => {
          window.addEventListener('message', resolve, { once: true });
          window.postMessage(message, '*');
        });
      }
    }, messages);
  }

  /** What the page has said so far. */
  asked(): Promise<ToExtension[]> {
    return this.page.evaluate(() => (globalThis as unknown as Stage).asked);
  }

  /** Text of what has the focus; null when nothing has it. */
  focused(): Promise<string | null> {
    return this.page.evaluate(() => {
      const { activeElement, body } = document;
      return activeElement === body ? null : (activeElement?.textContent ?? null);
    });
  }
}
