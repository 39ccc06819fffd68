import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { repositoryRoot } from '../../support/vscode/asset.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';

const axe = readFileSync(join(repositoryRoot, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** The dashboard on screen in one window: as a person meets it. */
export class DashboardScreen {
  readonly window: VscodeWindow;

  constructor(window: VscodeWindow) {
    this.window = window;
  }

  get page(): FrameLocator {
    return this.window.webview();
  }

  /** Resolves when the first row is drawn. */
  async open(): Promise<void> {
    await this.window.runCommand('Watchstander: Open Dashboard');
    await this.rows().first().waitFor();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  rows(): Locator {
    return this.page.locator('.fleet tbody tr');
  }

  async ids(): Promise<string[]> {
    return this.page.locator('.fleet tbody th').allInnerTexts();
  }

  async openAgent(agentId: string): Promise<void> {
    await this.button(agentId).click();
    await this.heading(agentId).waitFor();
    await this.drawn();
  }

  /** Every chart has its line. */
  async drawn(): Promise<void> {
    await this.page.locator('.plot canvas').nth(3).waitFor();
    await this.page.locator('.track.health .run').first().waitFor();
  }

  frame(): Promise<Frame> {
    return this.window.webviewFrame();
  }

  /** test-results/<name>.png: the page alone. */
  async picture(name: string): Promise<void> {
    const file = join(repositoryRoot, 'test-results', `${name}.png`);
    const part = this.window.page.locator('.part.editor');
    await part.screenshot({ path: file, animations: 'disabled' });
  }

  /** What axe-core finds wrong, as lines that say where. */
  async violations(): Promise<string[]> {
    const frame = await this.frame();
    await frame.evaluate(axe);
    return frame.evaluate(async () => {
      const { axe: tool } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
      const { violations } = await tool.run();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id}: ${target.join()} ${failureSummary ?? ''}`,
        ),
      );
    });
  }

  /** Tab, as often as it takes, until the focus is on what is called so. */
  tabTo(name: string): Promise<void> {
    return this.pressUntil('Tab', name);
  }

  shiftTabTo(name: string): Promise<void> {
    return this.pressUntil('Shift+Tab', name);
  }

  private async pressUntil(key: string, name: string): Promise<void> {
    const frame = await this.frame();
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await focused(frame)) === name) return;
      await this.press(key);
    }
    assert.fail(`${key} never comes to ${name}`);
  }

  press(keys: string): Promise<void> {
    return this.window.page.keyboard.press(keys);
  }
}

/** What a screen reader would call the element that has the focus. */
function focused(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });
}
