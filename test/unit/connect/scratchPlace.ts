import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { CanaryPlace } from '../../../client/connect/canary.ts';
import type { Act, Order } from '../../../client/connect/connect.ts';
import type { Harness, Scope } from '../../../client/connect/harness.ts';
import { systemClock } from '../../../shared/clock.ts';

/** A person with a home folder, a project and a Watchstander home, all throwaway. */
export class ScratchPlace implements CanaryPlace {
  readonly root = mkdtempSync(join(tmpdir(), 'ws-connect-'));
  /** With what shells and formats trip over. */
  readonly home = join(this.root, "it's a $HOME");
  readonly userFolder = join(this.root, 'user');
  readonly project = join(this.root, 'project');
  readonly platform = process.platform;
  readonly clock = systemClock;
  readonly env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv = {}) {
    for (const folder of [this.home, this.userFolder, this.project]) mkdirSync(folder);
    const { PATH } = process.env;
    this.env = { ...(PATH === undefined ? {} : { PATH }), HOME: this.userFolder, ...env };
  }

  order(harness: Harness, act: Act, scope: Scope = 'user'): Order {
    return { act, harness, scope, place: this };
  }

  read(path: string): string | null {
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  }

  /** Nothing is written for null. */
  write(path: string, text: string | null): void {
    if (text === null) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Everything of the person, not of Watchstander. */
  files(): string[] {
    const names = readdirSync(this.root, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => !name.startsWith("it's")).sort();
  }

  dispose(): void {
    rmSync(this.root, { recursive: true });
  }
}
