import { rmSync } from 'node:fs';
import { readlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { everyInStep, type Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import { beats } from '../../shared/beats.ts';
import type { Sidecar } from '../connection/pages.ts';

/**
 * The record of this shim, by which one that has lost its agent is found and ended. The sidecar
 * writes it, because it knows how processes are told apart; the shim beats, and takes it away.
 */
export class OwnRecord implements Disposable {
  private readonly home: string;
  private readonly log: (line: string) => void;
  private readonly life = new DisposableStore();
  private nonce: string | null = null;
  private lastTrouble = '';

  constructor(home: string, clock: Clock, log: (line: string) => void) {
    this.home = home;
    this.log = log;
    this.life.add(everyInStep(clock, beats.periodMs, () => void this.beat(clock.wallMs() / 1_000)));
  }

  /** With each new session: its sidecar may be another one. */
  async register(sidecar: Sidecar): Promise<void> {
    const { record } = await sidecar.request('watchstander/register', {
      namespace: await pidNamespace(),
      parent_pid: process.ppid,
      ...(this.nonce === null ? {} : { record: this.nonce }),
    });
    this.nonce = record;
    if (this.life.isDisposed) this.remove();
  }

  dispose(): void {
    this.life.dispose();
    this.remove();
  }

  private async beat(seconds: number): Promise<void> {
    try {
      if (this.path !== null) await orIfAbsent(utimes(this.path, seconds, seconds), undefined);
      this.lastTrouble = '';
    } catch (error) {
      this.tell(error);
    }
  }

  private remove(): void {
    try {
      if (this.path !== null) rmSync(this.path, { force: true });
    } catch (error) {
      this.tell(error);
    }
  }

  /** Its agent goes on: a shim whose parent lives is not ended for a beat that is missing. */
  private tell(error: unknown): void {
    const trouble = String(error);
    if (trouble !== this.lastTrouble) this.log(`its record: ${trouble}`);
    this.lastTrouble = trouble;
  }

  private get path(): string | null {
    return this.nonce === null ? null : join(this.home, homeLayout.run, `${this.nonce}.json`);
  }
}

/** By it the sidecar tells whether our pid means the same to both; null where there are none. */
function pidNamespace(): Promise<string | null> {
  return orIfAbsent<string | null>(readlink('/proc/self/ns/pid'), null);
}

async function orIfAbsent<T>(promise: Promise<T>, absent: T): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return absent;
    throw error;
  }
}
