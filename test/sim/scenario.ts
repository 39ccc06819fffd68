import assert from 'node:assert/strict';
import type { Rules } from '../../server/store/ground.ts';
import { seededRandom, type SeededRandom } from '../support/seededRandom.ts';
import { Contender } from './contender.ts';
import { Oracle, type Wish } from './oracle.ts';
import { World } from './world.ts';

export interface ScenarioOptions {
  readonly seed: number;
  readonly rules?: Partial<Rules>;
  readonly rotationBytes?: number;
  readonly clients?: number;
  readonly commits?: number;
  /** Of the first wish: other numbers, other updates. */
  readonly firstNumber?: number;
  /** Whether clients ask again, with the same request id, for what they got no answer to. */
  readonly repeats?: boolean;
  /** See `ContenderOptions`. */
  readonly doubt?: number;
}

interface Begun {
  readonly world: World;
  readonly oracle: Oracle;
  readonly unfulfilled: Wish[] | null;
}

function begin({ seed, firstNumber = 1_000_001, repeats = true }: ScenarioOptions): Begun {
  const world = new World(seededRandom(seed));
  world.disk.makeFolder('/home');
  world.disk.root.sync();
  return { world, oracle: new Oracle(firstNumber), unfulfilled: repeats ? [] : null };
}

/** A world with one store and the processes that want it, and the truth about it. */
export class Scenario {
  readonly world: World;
  readonly oracle: Oracle;
  private readonly unfulfilled: Wish[] | null;
  readonly contenders: Contender[] = [];
  private readonly options: ScenarioOptions;

  constructor(options: ScenarioOptions, begun: Begun = begin(options)) {
    this.options = options;
    this.oracle = begun.oracle;
    this.unfulfilled = begun.unfulfilled;
    this.world = begun.world;
  }

  /** As this one would be if all its processes died now; it goes on as drawn from `random`. */
  fork(random: SeededRandom): Scenario {
    const { unfulfilled } = this;
    return new Scenario(this.options, {
      world: this.world.fork(random),
      oracle: this.oracle.fork(),
      unfulfilled: unfulfilled === null ? null : [...unfulfilled],
    });
  }

  spawn(commits = this.options.commits ?? 4): Contender {
    const { rules = {}, rotationBytes = 400, clients = 2, doubt = 0 } = this.options;
    const options = { rules, rotationBytes, clients, commits, doubt, agents: ['a', 'b'] };
    const id = this.contenders.length + 1;
    const contender = new Contender(this.world, id, this.oracle, {
      ...options,
      unfulfilled: this.unfulfilled,
    });
    this.contenders.push(contender);
    contender.start();
    return contender;
  }

  /** Processes one after the other, each until it is content; ends early when `isOver`. */
  async live(count: number, isOver: () => boolean): Promise<void> {
    for (let life = 0; life < count && !isOver(); life += 1) {
      const process = this.spawn();
      const isOn = await this.world.run(() => isOver() || process.isDone);
      assert(isOn, 'a process stands still: something that it waits for never comes');
    }
  }

  get living(): Contender[] {
    return this.contenders.filter(({ id, isDone }) => !isDone && !this.world.isDead(id));
  }

  get awake(): Contender[] {
    return this.living.filter(({ id }) => !this.world.isStopped(id));
  }

  killAll(): void {
    for (const { id } of this.contenders) this.world.kill(id);
  }

  /** Fails with the first thing that a process found wrong. */
  check(): void {
    for (const { failure } of this.contenders) if (failure !== null) throw failure as Error;
  }

  /**
   * Everybody dies; a last process finds everything, writes so many times for each of its clients, and
   * its histories are whole.
   */
  async audit(commits?: number): Promise<void> {
    const { world, oracle } = this;
    this.killAll();
    world.fate = (call) => call.perform();
    world.disk.capacity = Infinity;
    const last = this.spawn(commits);
    assert(await world.run(() => last.isDone), 'the last process stands still');
    this.check();
    const { store } = last;
    assert(store !== null, `the store could not be opened: ${last.logged.join('; ')}`);
    for (const agent of oracle.agents()) {
      const record = store.read(agent);
      assert(record !== undefined, `${agent} is lost`);
      let points: Awaited<ReturnType<typeof store.history>> | null = null;
      void store.history(agent, {}).then((slice) => (points = slice));
      await world.run(() => points !== null);
      oracle.audit(record, (points as unknown as { points: [] } | null)?.points ?? []);
    }
  }
}
