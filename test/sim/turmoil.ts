import assert from 'node:assert/strict';
import type { Rules } from '../../server/store/ground.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import type { Contender } from './contender.ts';
import type { PowerLoss } from './disk.ts';
import { moods, type Mood, type MoodName } from './moods.ts';
import { Scenario } from './scenario.ts';
import type { PendingCall } from './world.ts';

export interface TurmoilOptions {
  readonly seed: number;
  readonly mood: MoodName;
  readonly rules?: Partial<Rules>;
}

/** Calls until everybody dies and the books are audited. */
const calls = 700;
const losses: readonly PowerLoss[] = ['lose', 'keep', 'tear'];
const codes = ['EIO', 'ENOSPC', 'EMFILE', 'EACCES'];

/**
 * Several processes want the same store, without any lock, and anything may happen to them at any
 * call: killed, stopped for long, power lost, calls failing. Returns how many faults there were.
 * Rejects with what was lost.
 */
export async function turmoil({ seed, mood, rules = {} }: TurmoilOptions): Promise<number> {
  const scenario = new Scenario({
    ...{ seed, rules, commits: 12 },
    rotationBytes: [0, 900, 1_000_000][seed % 3] ?? 0,
    clients: 1 + (seed % 2),
    // What may be repeated keeps segments from being collected.
    repeats: seed % 4 === 0,
    doubt: seed % 5 === 0 ? 0.05 : 0,
  });
  const { world } = scenario;
  const trouble = new Trouble(scenario, moods[mood](world.random));
  world.fate = (call) => trouble.decide(call);
  try {
    while (world.callCount < calls) {
      trouble.keepCrowded();
      const target = world.callCount + 20;
      const goesOn = await world.run(
        () => world.callCount >= target || scenario.awake.length === 0,
      );
      assert(goesOn, 'somebody stands still: something that it waits for never comes');
      scenario.check();
    }
    await scenario.audit();
  } catch (error) {
    throw new Error(`${mood}, seed ${seed}`, { cause: error });
  }
  return trouble.faults;
}

class Trouble {
  faults = 0;
  private readonly scenario: Scenario;
  private readonly mood: Mood;
  private readonly random: SeededRandom;
  private readonly opened = new Set<Contender>();

  constructor(scenario: Scenario, mood: Mood) {
    this.scenario = scenario;
    this.random = scenario.world.random;
    this.mood = mood;
  }

  /** New processes come when nobody is awake, or only because they want the store too. */
  keepCrowded(): void {
    if (this.scenario.awake.length === 0 || this.draws(this.mood.rivalry)) this.scenario.spawn();
  }

  decide(call: PendingCall): void {
    const { world } = this.scenario;
    if (this.draws(this.mood.wake)) this.wakeOne();
    if (this.strikes(this.mood.power)) this.powerFails();
    else if (this.strikes(this.mood.kill) || this.diesYoung(call)) {
      if (this.draws(0.5)) call.performUnheard();
      world.kill(call.process);
    } else if (this.strikes(this.mood.error)) call.reject(this.pick(codes));
    else if (this.mood.isSleepy(call) && this.strikes(this.mood.sleep)) world.stopBefore(call);
    else call.perform();
    // Who slept while others collected may believe to be alone.
    if (call.name === 'unlink' && this.draws(0.4)) this.wakeOne();
  }

  /** Once for each process that has opened the store. */
  private diesYoung(call: PendingCall): boolean {
    const process = this.scenario.contenders[call.process - 1];
    if (process === undefined || process.store === null || this.opened.has(process)) return false;
    this.opened.add(process);
    return this.strikes(this.mood.dieYoung);
  }

  private powerFails(): void {
    this.scenario.killAll();
    this.scenario.world.disk.fail(this.pick(losses), this.random);
  }

  private wakeOne(): void {
    const { living, world } = this.scenario;
    const asleep = living.filter(({ id }) => world.isStopped(id));
    if (asleep.length > 0) world.continue(this.pick(asleep).id);
  }

  private strikes(rate: number): boolean {
    const isHit = this.draws(rate);
    if (isHit) this.faults += 1;
    return isHit;
  }

  private draws(rate: number): boolean {
    return this.random.uniform() < rate;
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random.uniform() * from.length)] as T;
  }
}
