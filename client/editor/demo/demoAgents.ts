import { admitCheckIn } from '../../../shared/admission.ts';
import { delay } from '../../../shared/clock.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import { openConnection } from '../../connection/connection.ts';
import { isProcessThere } from '../../connection/processState.ts';
import type { Reach, SidecarConnection } from '../../connection/types.ts';
import { fleet, type Member, type Report } from './demoFleet.ts';

/** How often each of them reports. */
const periodMs = 2_000;
/** A sidecar that is told to stop has little to write here. */
const stopMs = 5_000;
const lookMs = 25;

export type DemoPlace = Pick<Reach, 'home' | 'sidecar' | 'clock' | 'log'>;

interface Actor {
  readonly member: Member;
  readonly reports: Generator<Report, never>;
}

/** Agents that follow a script, and report for real: to a sidecar of their own. */
export class DemoAgents {
  private readonly place: DemoPlace;
  private readonly life = new DisposableStore();
  private readonly connection: SidecarConnection;
  private readonly actors: readonly Actor[];

  constructor(place: DemoPlace) {
    this.place = place;
    this.connection = openConnection({ ...place, kind: 'cli', start: 'ifNeeded' });
    this.actors = fleet.map((member) => ({ member, reports: member.reports() }));
  }

  /** Their past, as fast as it is taken; from then on each reports every few seconds. */
  async begin(): Promise<void> {
    await Promise.all(this.actors.map((actor) => this.catchUp(actor)));
    for (const actor of this.actors) {
      if (actor.member.pausedBecause === null) this.goOn(actor);
    }
  }

  /** Ends them and their sidecar. */
  async end(): Promise<void> {
    this.life.dispose();
    await this.connection.leave();
    this.connection.dispose();
    await this.stopSidecar();
  }

  private async catchUp(actor: Actor): Promise<void> {
    const { id: agent_id, past, pausedBecause: reason } = actor.member;
    for (let report = 0; report < past; report += 1) await this.report(actor);
    if (reason === null) return;
    await this.connection.request('watchstander/lifecycle', { agent_id, act: 'pause', reason });
  }

  private goOn(actor: Actor): void {
    const { clock, log } = this.place;
    const timer = clock.every(periodMs, () => {
      // A person may pause it: then it waits, and goes on when it is resumed.
      this.report(actor).catch((error: unknown) => {
        if (!isPaused(error)) log(`demo: ${String(error)}`);
      });
    });
    this.life.add(timer);
  }

  private async report({ member, reports }: Actor): Promise<void> {
    const { checkIn } = admitCheckIn({ agent_id: member.id, ...reports.next().value });
    await this.connection.request('watchstander/checkIn', checkIn);
  }

  private async stopSidecar(): Promise<void> {
    const { clock, log } = this.place;
    const connection = openConnection({ ...this.place, kind: 'cli', start: 'never' });
    try {
      const { pid } = await connection.request('watchstander/status', {});
      await connection.request('watchstander/stop', { reason: 'the demo is over' });
      const untilMs = clock.monotonicMs() + stopMs;
      while (isProcessThere(pid) && clock.monotonicMs() < untilMs) await delay(clock, lookMs);
    } catch (error) {
      // None runs, or it will end by itself.
      log(`demo: ${String(error)}`);
    } finally {
      connection.dispose();
    }
  }
}

function isPaused(error: unknown): boolean {
  return error instanceof WatchstanderError && error.code === 'PAUSED';
}
