import { delay } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import { openFormat } from '../../server/store/log/format.ts';
import { allRules, type Rules } from '../../server/store/ground.ts';
import type { FileStore } from '../../server/store/fileStore.ts';
import { lead } from '../../server/store/lead.ts';
import type { Store } from '../../server/store/port.ts';
import type { Oracle, Wish } from './oracle.ts';
import { simFs } from './simFs.ts';
import type { World } from './world.ts';

export interface ContenderOptions {
  readonly rules?: Partial<Rules>;
  readonly rotationBytes: number;
  readonly agents: readonly string[];
  /** Clients of this process at the same time. */
  readonly clients: number;
  /** Wishes that may not have come true, to be asked for again first; null: nobody asks again. */
  readonly unfulfilled: Wish[] | null;
  /** How many commits each client makes before it is content. */
  readonly commits: number;
  /** How often, after a commit, the lock is found to be another's. */
  readonly doubt: number;
}

/**
 * One process: opens the store without any lock, and lets clients write through it until it dies, is
 * content, or must not lead any longer.
 */
export class Contender {
  readonly id: number;
  readonly logged: string[] = [];
  store: Store | null = null;
  failure: unknown = null;
  isDone = false;
  private readonly world: World;
  private readonly oracle: Oracle;
  private readonly options: ContenderOptions;

  constructor(world: World, id: number, oracle: Oracle, options: ContenderOptions) {
    this.world = world;
    this.id = id;
    this.oracle = oracle;
    this.options = options;
  }

  start(): void {
    void this.live().then(
      () => (this.isDone = true),
      (error: unknown) => {
        this.isDone = true;
        // Losing and failing disks are part of the game; assertions are not.
        if (!(error instanceof WatchstanderError) && !isDiskError(error)) this.failure = error;
      },
    );
  }

  private async live(): Promise<void> {
    const { rotationBytes, rules, clients } = this.options;
    const clock = this.world.clockOf(this.id);
    const fs = simFs(this.world, this.id);
    const site = {
      ...{ fs, folder, clock },
      rules: { ...allRules, ...rules },
      log: (line: string) => void this.logged.push(line),
      turn: () => Promise.resolve(),
    };
    const lock = { confirm: () => Promise.resolve(false), release: () => Promise.resolve() };
    const storeId = await openFormat(site);
    const store = await lead({ ...site, storeId }, lock, { rotationBytes });
    this.store = store;
    this.oracle.opened(store);
    try {
      await Promise.all([...Array(clients).keys()].map(() => this.client(store)));
    } finally {
      await store.close();
    }
  }

  private async client(store: FileStore): Promise<void> {
    const { agents, commits, doubt } = this.options;
    // Some leave an epoch's end, or the next one's begin, to itself; others always commit meanwhile.
    const pausing = this.world.random.uniform() < 0.3 ? 0 : 0.7;
    for (let commit = 0; commit < commits; commit += 1) {
      const agent = agents[Math.floor(this.world.random.uniform() * agents.length)] ?? 'a';
      await this.fulfil(store, agent).catch((error: unknown) => this.waitUnlessLost(error));
      if (doubt > 0 && this.world.random.uniform() < doubt) await store.confirm();
      if (this.world.random.uniform() < pausing) await delay(this.world.clockOf(this.id), 1);
    }
  }

  /** A store that is only full may take commits again. */
  private async waitUnlessLost(error: unknown): Promise<void> {
    if (!(error instanceof WatchstanderError) || error.code !== 'UNAVAILABLE') throw error;
    await delay(this.world.clockOf(this.id), 6_000);
  }

  private async fulfil(store: Store, agent: string): Promise<void> {
    const { oracle } = this;
    const { unfulfilled } = this.options;
    const wish = unfulfilled?.shift() ?? oracle.wish(agent);
    unfulfilled?.push(wish);
    const { epoch } = store;
    const mutation = oracle.mutationOf(wish, store.draft(wish.agent));
    const request = unfulfilled === null ? undefined : oracle.requestOf(wish);
    const { records } = await store.commit([mutation], request, oracle.documentsOf(wish));
    if (unfulfilled?.includes(wish) === true) unfulfilled.splice(unfulfilled.indexOf(wish), 1);
    oracle.acknowledge(wish, records[0]?.version ?? 0, epoch);
  }
}

export const folder = '/home/store';

function isDiskError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && !code.startsWith('ERR_');
}
