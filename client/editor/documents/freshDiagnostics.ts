import type * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import type { Disposable } from '../../../shared/lifecycle.ts';

/** The language client hands diagnostics on one document at a time, some turns after they came. */
const settleMs = 1_000;

/**
 * Problems survive a change of sidecar without flicker, so those that the successor does not repeat
 * have to be taken out here.
 */
export class FreshDiagnostics implements Disposable {
  private readonly collection: vscode.DiagnosticCollection;
  private readonly clock: Clock;
  private repeated = new Set<string>();
  private sweep: Disposable | null = null;

  constructor(collection: vscode.DiagnosticCollection, clock: Clock) {
    this.collection = collection;
    this.clock = clock;
  }

  sessionBegan(): void {
    this.sweep?.dispose();
    this.repeated = new Set();
  }

  came(uri: vscode.Uri): void {
    this.repeated.add(uri.toString());
  }

  /** The sidecar has said everything that it had to say at the start of the session. */
  sessionCaughtUp(): void {
    this.sweep?.dispose();
    this.sweep = this.clock.after(settleMs, () => this.removeOthers());
  }

  dispose(): void {
    this.sweep?.dispose();
  }

  private removeOthers(): void {
    for (const [uri] of this.collection) {
      if (!this.repeated.has(uri.toString())) this.collection.delete(uri);
    }
  }
}
