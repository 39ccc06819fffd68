import assert from 'node:assert/strict';
import type { SeededRandom } from '../support/seededRandom.ts';

/**
 * A disk in memory that keeps apart what processes see and what survives a power failure. Without a
 * sync nothing is promised: written bytes may be there, be missing, be there in part, or show what
 * those sectors held before; names may be there or not, each on its own.
 */
export interface File {
  bytes: Buffer;
  /** As after the last sync. */
  durable: Buffer;
  links: number;
  /** A sync failed: what was written before will never be durable. */
  isSpoilt: boolean;
}

type Node = File | Folder;
type Names = Map<string, Node>;

/** One name goes, another comes, both at once. */
interface Change {
  readonly removed?: string;
  readonly added?: readonly [name: string, node: Node];
}

function apply({ removed, added }: Change, names: Names): void {
  if (removed !== undefined) names.delete(removed);
  if (added !== undefined) names.set(...added);
}

export class Folder {
  names: Names = new Map();
  durable: Names = new Map();
  /** Changes of names since the last sync, in order. */
  pending: Change[] = [];

  change(change: Change): void {
    apply(change, this.names);
    this.pending.push(change);
  }

  sync(): void {
    this.durable = new Map(this.names);
    this.pending = [];
  }
}

export class DiskError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What happens to bytes and names that were not synced. */
export type PowerLoss = 'lose' | 'keep' | 'tear';

const sectorBytes = 64;

export class Disk {
  readonly root: Folder;
  /** Bytes that fit on it. */
  capacity = Infinity;
  /** What sectors may show that were given to a file but never written: another store's, say. */
  stale: ((path: string) => Buffer | null) | null = null;

  constructor(root = new Folder()) {
    this.root = root;
  }

  file(path: string): File {
    const node = this.find(path);
    if (node === undefined) throw new DiskError('ENOENT');
    assert(!(node instanceof Folder), `${path} is a folder`);
    return node;
  }

  folder(path: string): Folder {
    const node = this.find(path);
    if (node === undefined) throw new DiskError('ENOENT');
    assert(node instanceof Folder, `${path} is no folder`);
    return node;
  }

  find(path: string): Node | undefined {
    let node: Node | undefined = this.root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      node = node instanceof Folder ? node.names.get(name) : undefined;
    }
    return node;
  }

  create(path: string): File {
    const { parent, name } = this.place(path);
    if (parent.names.has(name)) throw new DiskError('EEXIST');
    const file: File = {
      bytes: Buffer.alloc(0),
      durable: Buffer.alloc(0),
      links: 1,
      isSpoilt: false,
    };
    parent.change({ added: [name, file] });
    return file;
  }

  makeFolder(path: string): void {
    const { parent, name } = this.place(path);
    if (parent.names.has(name)) throw new DiskError('EEXIST');
    const folder = new Folder();
    parent.change({ added: [name, folder] });
  }

  /** Returns how many bytes fitted. */
  append(file: File, bytes: Uint8Array): number {
    const room = this.capacity === Infinity ? Infinity : Math.max(0, this.capacity - this.used());
    if (room === 0 && bytes.length > 0) throw new DiskError('ENOSPC');
    const count = Math.min(room, bytes.length);
    file.bytes = Buffer.concat([file.bytes, bytes.subarray(0, count)]);
    return count;
  }

  sync(file: File): void {
    if (!file.isSpoilt) file.durable = file.bytes;
  }

  spoil(file: File): void {
    file.isSpoilt = true;
  }

  /** Both names are in the same folder, as in a store. */
  rename(from: string, to: string): void {
    const { parent, name } = this.place(from);
    const node = parent.names.get(name);
    if (node === undefined) throw new DiskError('ENOENT');
    const target = this.find(to);
    if (target instanceof Folder && target.names.size > 0) throw new DiskError('ENOTEMPTY');
    if (target !== undefined && !(target instanceof Folder)) target.links -= 1;
    const newName = this.place(to).name;
    parent.change({ removed: name, added: [newName, node] });
  }

  unlink(path: string): void {
    const { parent, name } = this.place(path);
    this.file(path).links -= 1;
    parent.change({ removed: name });
  }

  removeFolder(path: string): void {
    const { parent, name } = this.place(path);
    if (this.folder(path).names.size > 0) throw new DiskError('ENOTEMPTY');
    parent.change({ removed: name });
  }

  /** Another disk with the same on it. Bytes are never changed in place, so both may have them. */
  fork(): Disk {
    const twin = new Disk(new NodeCopies().folder(this.root));
    twin.capacity = this.capacity;
    twin.stale = this.stale;
    return twin;
  }

  /** The power fails and comes back. */
  fail(loss: PowerLoss, random: SeededRandom): void {
    const survivors = new Set<Node>();
    this.failFolder(this.root, '', { loss, random, survivors });
  }

  private failFolder(
    folder: Folder,
    path: string,
    how: { loss: PowerLoss; random: SeededRandom; survivors: Set<Node> },
  ): void {
    const names = new Map(folder.durable);
    for (const change of folder.pending) {
      if (how.loss === 'keep' || (how.loss === 'tear' && how.random.uniform() < 0.5)) {
        apply(change, names);
      }
    }
    folder.names = names;
    folder.sync();
    for (const [name, node] of names) {
      const at = `${path}/${name}`;
      if (node instanceof Folder) this.failFolder(node, at, how);
      else if (!how.survivors.has(node)) {
        how.survivors.add(node);
        node.links = [...names.values()].filter((other) => other === node).length;
        node.bytes = this.survivingBytes(node, at, how);
        node.durable = node.bytes;
      }
    }
  }

  private survivingBytes(
    file: File,
    path: string,
    { loss, random }: { loss: PowerLoss; random: SeededRandom },
  ): Buffer {
    if (loss !== 'tear') return loss === 'keep' ? file.bytes : file.durable;
    const { bytes, durable } = file;
    const torn = Buffer.from(bytes);
    const stale = random.uniform() < 0.7 ? (this.stale?.(path) ?? null) : null;
    const kept = Math.max(0, random.uniform() * 1.5 - 0.5);
    for (let at = durable.length; at < torn.length; at += sectorBytes) {
      if (random.uniform() < kept) continue;
      const end = Math.min(at + sectorBytes, torn.length);
      torn.fill(0, at, end);
      if (stale !== null && at < stale.length) stale.copy(torn, at, at, end);
    }
    const isShort = random.uniform() < 0.5;
    const length = durable.length + Math.floor(random.uniform() * (torn.length - durable.length));
    return isShort ? torn.subarray(0, length) : torn;
  }

  /** Bytes of all files that have a name. */
  used(folder: Folder = this.root): number {
    let sum = 0;
    for (const node of folder.names.values()) {
      sum += node instanceof Folder ? this.used(node) : node.bytes.length;
    }
    return sum;
  }

  private place(path: string): { parent: Folder; name: string } {
    const slash = path.lastIndexOf('/');
    return { parent: this.folder(path.slice(0, slash)), name: path.slice(slash + 1) };
  }
}

/** Copies of files and folders, each made once: one may have a name, have had one, and get another. */
class NodeCopies {
  private readonly made = new Map<Node, Node>();

  folder(folder: Folder): Folder {
    const copy = new Folder();
    this.made.set(folder, copy);
    copy.names = this.names(folder.names);
    copy.durable = this.names(folder.durable);
    copy.pending = folder.pending.map(({ added, ...change }) =>
      added === undefined ? change : { ...change, added: [added[0], this.node(added[1])] },
    );
    return copy;
  }

  private names(names: Names): Names {
    const copy: Names = new Map();
    for (const [name, node] of names) copy.set(name, this.node(node));
    return copy;
  }

  private node(node: Node): Node {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    if (node instanceof Folder) return this.folder(node);
    const copy = { ...node };
    this.made.set(node, copy);
    return copy;
  }
}
