/** Which closed alerts are kept, oldest first: so that keeping the newest costs the same however many. */
export class ClosedAlerts {
  private readonly ids = new Set<string>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** The oldest ones that have to go when these come. */
  surplusWith(added: Iterable<string>): string[] {
    const fresh = [...added].filter((id) => !this.ids.has(id)).length;
    const surplus = this.ids.size + fresh - this.most;
    return surplus <= 0 ? [] : [...this.ids].slice(0, surplus);
  }

  keep(added: Iterable<string>, removed: Iterable<string>): void {
    for (const id of added) this.ids.add(id);
    for (const id of removed) this.ids.delete(id);
  }
}
