import type { Page } from 'playwright-core';
import { until } from '../../support/until.ts';

/**
 * Until the editor has stored this for its next start. It does so in its own time, and what a page that
 * goes before that was told is gone.
 */
export async function keptBy(page: Page, pattern: RegExp): Promise<void> {
  await until('the editor kept it', () => isKeptBy(page, pattern));
}

function isKeptBy(page: Page, pattern: RegExp): Promise<boolean> {
  return page.evaluate(async (source) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      try {
        for (const store of database.objectStoreNames) {
          const rows = database.transaction(store).objectStore(store).getAll();
          const text = JSON.stringify(await settled(rows));
          if (new RegExp(source).test(text)) return true;
        }
      } finally {
        database.close();
      }
    }
    return false;
  }, pattern.source);
}
