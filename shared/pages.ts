import { limits } from './protocol.ts';

/** What a page still takes: it is bounded in items and in bytes, and the first one always goes in. */
export class PageRoom {
  private items = 0;
  private bytes = 0;

  takes(item: unknown): boolean {
    this.items += 1;
    // At most two bytes of UTF-8 for most characters, and never more than three.
    this.bytes += JSON.stringify(item).length * 2;
    if (this.items === 1) return true;
    return this.items <= limits.pageItems && this.bytes <= limits.pageBytes;
  }
}

/** All of them, in their order. */
export function* pagesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  let page: T[] = [];
  let room = new PageRoom();
  for (const item of items) {
    if (!room.takes(item)) {
      yield page;
      page = [];
      room = new PageRoom();
      room.takes(item);
    }
    page.push(item);
  }
  if (page.length > 0) yield page;
}
