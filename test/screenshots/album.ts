import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { until } from '../support/until.ts';
import { repositoryRoot } from '../support/vscode/asset.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';

/** What a person's system may ask for, and by what the page tells that it is so. */
const themes = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' }, mark: '.vs' },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' }, mark: '.vs-dark' },
  {
    name: 'high-contrast',
    media: { colorScheme: 'dark', forcedColors: 'active' },
    mark: '.hc-black',
  },
] as const;

/** With it, VS Code follows the system at once; it does not see every change of its settings file. */
export const followsSystem = { 'window.autoDetectColorScheme': true };

/** Pictures of one window after the other, each in every theme: test-results/screenshots. */
export class Album {
  private readonly window: VscodeWindow;

  constructor(window: VscodeWindow) {
    this.window = window;
  }

  /**
   * @param stage makes the state anew for each theme; without it the state lasts.
   */
  async take(state: string, stage?: () => Promise<void>): Promise<void> {
    await this.pointAtNothing();
    for (const { name, media, mark } of themes) {
      await this.window.page.emulateMedia(media);
      await this.window.page.locator(`.monaco-workbench${mark}`).waitFor();
      await stage?.();
      await this.settle();
      await this.window.screenshot(`screenshots/${state}-${name}`);
    }
    process.stdout.write(`[screenshots] ${state}\n`);
  }

  /** What comes up late, on a busy machine, goes with the next move. */
  private async pointAtNothing(): Promise<void> {
    const { page } = this.window;
    await until('nothing is pointed at', async () => {
      await page.mouse.move(0, 0);
      await page.mouse.move(8, 8);
      return !(await page.locator('.workbench-hover').first().isVisible());
    });
  }

  /** The page has drawn what it was told, and fonts and icons are there. */
  private async settle(): Promise<void> {
    await this.window.page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
  }
}

/** The few that README shows. */
export async function publish(picture: string, name: string): Promise<void> {
  const taken = path.join(repositoryRoot, 'test-results/screenshots', `${picture}.png`);
  await copyFile(taken, path.join(repositoryRoot, 'media', `${name}.png`));
}
