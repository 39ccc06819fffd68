import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errors, type Frame, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { until } from '../until.ts';
import { repositoryRoot } from './asset.ts';

/**
 * One VS Code window: what a person sees and does there. Locators wait by themselves; `page` is
 * there for whatever is not.
 */
export class VscodeWindow {
  readonly page: Page;
  /**
   * Errors the page reported, script errors and console.error alike. Look for your own: VS Code's
   * native modules that are not built here, and services that cannot be reached, are in it too.
   */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** `name` is the visible or accessible label, whole, or a pattern. */
  treeItem(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name, exact: true });
  }

  /** Accessible labels of the rows on screen in a view, e.g. 'Agents'; every tree without one. */
  treeItems(view?: string): Promise<string[]> {
    const tree = view === undefined ? this.page : this.page.getByRole('tree', { name: view });
    return labels(tree.getByRole('treeitem'));
  }

  /** `id` is `<publisher>.<extension>.<item id>`. */
  statusBarItem(id: string): Locator {
    return this.page.locator(`.part.statusbar [id="${id}"]`);
  }

  /** The activity bar's entry of a view container: click shows it. */
  viewContainer(name: string | RegExp): Locator {
    return this.page.locator('.part.activitybar').getByRole('tab', { name });
  }

  /** Toasts on screen, as texts. Vacuous with the smoke test driver on: then none is ever drawn. */
  toasts(): Promise<string[]> {
    return this.page
      .locator('.notifications-toasts .notification-list-item-message')
      .allInnerTexts();
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast').filter({ hasText: text });
  }

  /**
   * All notifications that have not been cleared, as texts; works with the smoke test driver too. VS Code
   * closes what lists them when one of its own comes and goes meanwhile: then it is asked again.
   */
  async notifications(): Promise<string[]> {
    const centre = this.page.locator('.notifications-center');
    await until('the notifications are listed', async () => {
      await this.runCommand('Notifications: Show Notifications');
      return inTime(() => centre.waitFor(soon));
    });
    const texts = await centre.locator('.notification-list-item-message').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return texts;
  }

  /** The command, unlike "View Problems", does not toggle. */
  async showProblems(): Promise<void> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
  }

  /** Rows of the Problems view, files and problems alike. */
  problems(): Locator {
    return this.page.locator('.markers-panel').getByRole('treeitem');
  }

  /**
   * By its title in the palette, category included. Commands of extensions come a moment after the
   * window, and an open palette does not take them up: hence more than one try, each with more time.
   */
  async runCommand(title: string): Promise<void> {
    const row = this.quickInputRows().filter({ hasText: title }).first();
    let timeout = 0;
    await until(`the palette offers "${title}"`, () =>
      this.isOffered(title, row, { timeout: (timeout += 2_000) }),
    );
    await this.page.keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
  }

  /**
   * By its keys, once extensions are there: themes come from them. `label` as it is listed, `drawn` what
   * the workbench is marked with then.
   */
  async chooseTheme(
    label: string,
    drawn: 'vs' | 'vs-dark' | 'hc-black' | 'hc-light',
  ): Promise<void> {
    for (const keys of ['ControlOrMeta+K', 'ControlOrMeta+T']) await this.page.keyboard.press(keys);
    await this.quickInputField().fill(label);
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${drawn}`).waitFor();
    await this.quickInput().waitFor({ state: 'hidden' });
  }

  /** A key that is still on its way would close what is opened next: each is waited for. */
  private async isOffered(title: string, row: Locator, limit: Limit): Promise<boolean> {
    await this.page.keyboard.press('F1');
    await this.quickInputField().fill(`>${title}`);
    const isThere = await inTime(() => row.waitFor(limit));
    if (!isThere) {
      await this.page.keyboard.press('Escape');
      await this.quickInput().waitFor({ state: 'hidden' });
    }
    return isThere;
  }

  /**
   * Presses a button that a row shows while the mouse is on it; a row may be drawn anew under the mouse.
   * @param follows what it leads to: a press that is told of too late was made all the same.
   */
  async pressInRow(row: Locator, name: string, follows?: Locator): Promise<void> {
    await until(`"${name}" in the row`, async () => {
      if ((await follows?.isVisible()) === true) return true;
      return inTime(async () => {
        await row.hover(soon);
        await row.getByRole('button', { name }).click(soon);
      });
    });
  }

  /** Rests the mouse on something until what that shows is there. */
  async restOn(what: Locator, shown: Locator): Promise<void> {
    await until('what the mouse rests on says more', () =>
      inTime(async () => {
        await this.page.mouse.move(0, 0);
        await what.hover(soon);
        // On a slow machine it comes late; only what does not come at all is asked for again.
        await shown.waitFor({ timeout: 10_000 });
      }),
    );
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  quickInputField(): Locator {
    return this.quickInput().locator('input.input');
  }

  quickInputRows(): Locator {
    return this.quickInput().getByRole('option');
  }

  /** Accessible labels of the quick pick: "label, description, detail". */
  async quickInputLabels(): Promise<string[]> {
    await this.quickInputRows().first().waitFor();
    return labels(this.quickInputRows());
  }

  async pick(label: string): Promise<void> {
    const row = this.quickInputRows().filter({ hasText: label }).first();
    if (await inTime(() => row.click())) return;
    const offered = await labels(this.quickInputRows());
    throw new Error(`"${label}" is not offered, but: ${offered.join('; ') || 'nothing'}`);
  }

  async answer(text: string): Promise<void> {
    await this.quickInputField().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Inside of the webview on screen (the last one opened, when there are several). */
  webview(): FrameLocator {
    const outer = this.page.locator('iframe.webview.ready').last().contentFrame();
    return outer.frameLocator('iframe#active-frame');
  }

  /** The same, to run code in. */
  async webviewFrame(): Promise<Frame> {
    const frame = await (await this.webview().locator('body').elementHandle()).ownerFrame();
    assert.ok(frame);
    return frame;
  }

  /**
   * Headless pages all believe to be focused; this is what a change of focus looks like to VS Code.
   * Say it for every open window, each time.
   */
  async setFocus(focus: 'focused' | 'blurred'): Promise<void> {
    await this.page.evaluate(async (focused) => {
      // VS Code follows the events of elements too, and then misses the window's when it believes
      // that it knows: so it is told the opposite first, which changes nothing. It takes a turn to
      // believe in a blur.
      window.dispatchEvent(new Event(focused ? 'blur' : 'focus'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      Object.defineProperty(document, 'hasFocus', { value: () => focused, configurable: true });
      window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
    }, focus === 'focused');
  }

  /** 'vscode-light', 'vscode-dark', 'vscode-high-contrast' or 'vscode-high-contrast-light'. */
  async themeKind(): Promise<string> {
    const body = this.webview().locator('body');
    return (await body.getAttribute('data-vscode-theme-kind')) ?? 'none';
  }

  /** test-results/<name>.png: for a person to look at. Returns the path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(repositoryRoot, 'test-results', `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** An unloaded page lets its extension host deactivate; a page just closed leaves it behind. */
  async close(): Promise<void> {
    if (this.page.isClosed()) return;
    await this.page.goto('about:blank');
    await this.page.context().close();
  }
}

function labels(rows: Locator): Promise<string[]> {
  return rows.evaluateAll((found) =>
    found.map((row) => row.getAttribute('aria-label') ?? row.textContent),
  );
}

type Limit = Readonly<{ timeout: number }>;

/** For a step that a person would begin again. */
const soon: Limit = { timeout: 2_000 };

async function inTime(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
