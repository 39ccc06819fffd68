/**
 * A queue whose oldest item is at hand. A `Set` or `Map` would do the same, but looking at its first
 * entry walks over everything that was deleted before it.
 */
export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get first(): T | undefined {
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Takes out the first item; in turn the room of those before it is given back. */
  shift(): void {
    this.head += 1;
    if (this.head * 2 < this.items.length) return;
    this.items = this.items.slice(this.head);
    this.head = 0;
  }
}
