import type { Page } from 'playwright-core';

declare global {
  interface Window {
    rowsSeen?: Map<string, number>;
  }
}

/** From now on the page notes when it first shows a tree row, by the row's accessible label. */
export async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    window.rowsSeen = seen;
    const note = (): void => {
      for (const row of document.querySelectorAll('[role=treeitem]')) {
        const id = (row.getAttribute('aria-label') ?? '').split(', ')[0] ?? '';
        if (!seen.has(id)) seen.set(id, Date.now());
      }
    };
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['aria-label'],
    });
  });
}

/** Wall time in milliseconds at which the row of an agent was first on screen. */
export async function rowSeenMs(page: Page, agentId: string): Promise<number> {
  return page.evaluate((id) => window.rowsSeen?.get(id) ?? Number.NaN, agentId);
}
