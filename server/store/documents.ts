import assert from 'node:assert/strict';
import { countCodePoints } from '../../shared/text.ts';
import type { DocumentChanges, Json } from './port.ts';
import { settle } from './log/storable.ts';

const documentBounds = { keyCodePoints: 256, valueBytes: 16 * 1024 } as const;

/** As it is kept in a snapshot. */
export type StoredDocument = readonly [key: string, value: Json];

/**
 * Small values under keys, beside the agents: what is published and, over it, what is on its way to
 * the disk. They are of no agent and change no version.
 */
export class Documents {
  private readonly published = new Map<string, Json>();
  /** Null: on its way to be removed. */
  private readonly drafts = new Map<string, Json | null>();

  restore(documents: Iterable<StoredDocument>): void {
    for (const [key, value] of documents) {
      settle(value);
      this.published.set(key, value);
    }
  }

  all(): IterableIterator<StoredDocument> {
    return this.published.entries();
  }

  *withPrefix(prefix: string): IterableIterator<StoredDocument> {
    for (const entry of this.published) if (entry[0].startsWith(prefix)) yield entry;
  }

  draft(key: string): Json | undefined {
    const draft = this.drafts.get(key);
    return draft === undefined ? this.published.get(key) : (draft ?? undefined);
  }

  accept(changes: DocumentChanges): void {
    for (const [key, value] of changes) this.drafts.set(key, value);
  }

  publish(changes: DocumentChanges): void {
    for (const [key, value] of changes) {
      if (value === null) this.published.delete(key);
      else this.published.set(key, value);
      if (this.drafts.get(key) === value) this.drafts.delete(key);
    }
  }

  dropDrafts(): void {
    this.drafts.clear();
  }
}

/** Holds changes to what the log can keep. Anything else is a fault of the program. */
export function settleDocuments(changes: DocumentChanges): void {
  for (const [key, value] of changes) {
    assert(key !== '' && countCodePoints(key) <= documentBounds.keyCodePoints, 'a key is too long');
    settle(value);
    const bytes = Buffer.byteLength(JSON.stringify(value));
    assert(bytes <= documentBounds.valueBytes, `the document ${key} is too large: ${bytes} bytes`);
  }
}
