import type { Browser, Page } from 'playwright-core';
import { timed } from './asset.ts';
import { VscodeWindow } from './window.ts';

export interface WindowOptions {
  /** Absolute path; default: an empty folder of the server. */
  readonly folder?: string;
  /** Parameters of the workbench, e.g. extensionDevelopmentPath; paths as `remote(path)`. */
  readonly payload?: Readonly<Record<string, string>>;
  readonly width?: number;
  readonly height?: number;
  /** 2 with half of width and height shows what a zoom of 200 % shows. */
  readonly deviceScaleFactor?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'active' | 'none';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Called before the workbench loads: expose functions, listen to events. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** For anything a window is waited for: only a window in which something is wrong takes so long. */
const limitMs = 90_000;

export async function openWindow(
  browser: Browser,
  server: URL,
  options: WindowOptions & { readonly folder: string },
): Promise<VscodeWindow> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    deviceScaleFactor: options.deviceScaleFactor ?? 1,
    colorScheme: options.colorScheme ?? 'light',
    forcedColors: options.forcedColors ?? 'none',
    reducedMotion: options.reducedMotion ?? 'no-preference',
  });
  context.setDefaultTimeout(limitMs);
  const page = await context.newPage();
  await options.prepare?.(page);
  const window = new VscodeWindow(page);
  await timed('window opened', async () => {
    await page.goto(addressOf(server, options));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
  });
  return window;
}

function addressOf(server: URL, options: WindowOptions & { readonly folder: string }): string {
  const url = new URL(server);
  const payload = { skipWelcome: 'true', ...options.payload };
  url.searchParams.set('folder', options.folder);
  url.searchParams.set('payload', JSON.stringify(Object.entries(payload)));
  return url.href;
}

/** The address by which a page names a path on the server's side. */
export function remote(server: { readonly origin: string }, file: string): string {
  return `vscode-remote://${new URL(server.origin).host}${file}`;
}
