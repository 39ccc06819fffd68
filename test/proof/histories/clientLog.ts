/** An update that a client asked for. Times are places in the order of all that happened to clients. */
export interface Update {
  readonly client: string;
  readonly agent: string;
  /** What only this update has, in the history of its agent too. */
  readonly mark: string;
  readonly began: number;
  /** Null when nobody answered: then it may be there or not. */
  answer: { readonly version: number; readonly ended: number } | null;
}

/** A look at an agent. */
export interface Read {
  readonly client: string;
  readonly agent: string;
  readonly began: number;
  readonly ended: number;
  readonly version: number;
}

/** Everything that clients asked and were told, in the order in which it happened. */
export class ClientLog {
  readonly updates: Update[] = [];
  readonly reads: Read[] = [];
  private events = 0;

  ask(client: string, agent: string, mark: string): Update {
    const update: Update = { client, agent, mark, began: this.next(), answer: null };
    this.updates.push(update);
    return update;
  }

  answer(update: Update, version: number): void {
    update.answer = { version, ended: this.next() };
  }

  async read(client: string, agent: string, look: () => Promise<number>): Promise<void> {
    const began = this.next();
    const version = await look();
    this.reads.push({ client, agent, began, ended: this.next(), version });
  }

  get acknowledged(): number {
    return this.updates.filter(({ answer }) => answer !== null).length;
  }

  private next(): number {
    this.events += 1;
    return this.events;
  }
}
