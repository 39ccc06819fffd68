import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestHome } from '../support/testHome.ts';

/** statfs(2), the kinds that a temporary folder is likely to be on. */
const kinds: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x01021994: 'tmpfs',
  0x858458f6: 'ramfs',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlay',
  0x2fc12fc1: 'zfs',
};

const inMemory = ['tmpfs', 'ramfs'];

/** Where everything is stored that is measured: one disk for all contenders. Removes what it made. */
export class Place {
  readonly root = tmpdir();
  readonly kind: string;
  private readonly homes: TestHome[] = [];
  private readonly folders: string[] = [];

  constructor() {
    const { type } = statfsSync(this.root);
    this.kind = kinds[type] ?? `0x${type.toString(16)}`;
    if (inMemory.includes(this.kind)) {
      throw new Error(
        `${this.root} is ${this.kind}, where syncing costs nothing: set TMPDIR to a disk`,
      );
    }
  }

  folder(): string {
    const folder = mkdtempSync(join(this.root, 'ws-bench-'));
    this.folders.push(folder);
    return folder;
  }

  home(): TestHome {
    const home = new TestHome();
    this.homes.push(home);
    return home;
  }

  /** Ends what runs in the homes and removes everything. */
  async clear(): Promise<void> {
    await Promise.all(this.homes.splice(0).map((home) => home.dispose()));
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
