import type * as vscode from 'vscode';
import type { AlertChange, Toast } from '../../../shared/alerts.ts';
import { allWell, type Conditions } from '../../../shared/conditions.ts';
import { DisposableStore, Emitter, type Disposable } from '../../../shared/lifecycle.ts';
import type { FleetChange } from '../../../shared/protocol.ts';

/** What a window hears from its sidecar, whichever that is: each piece of it is passed on to whom it concerns. */
export class WindowNews implements Disposable {
  private readonly life = new DisposableStore();
  private readonly fleet = this.life.add(new Emitter<FleetChange>());
  private readonly alerts = this.life.add(new Emitter<AlertChange>());
  private readonly toast = this.life.add(new Emitter<Toast>());
  private readonly condition = this.life.add(new Emitter<undefined>());
  private readonly diagnostics = this.life.add(new Emitter<vscode.Uri>());
  private lastConditions = allWell;

  readonly onFleetChanged = this.fleet.event;
  readonly onAlertsChanged = this.alerts.event;
  readonly onToast = this.toast.event;
  readonly onConditionChanged = this.condition.event;
  readonly onDiagnostics = this.diagnostics.event;

  /** What a person may have to put right, as far as is known. */
  get conditions(): Conditions {
    return this.lastConditions;
  }

  fleetChanged(change: FleetChange): void {
    this.fleet.fire(change);
  }

  alertsChanged(change: AlertChange): void {
    this.alerts.fire(change);
  }

  toastCame(toast: Toast): void {
    this.toast.fire(toast);
  }

  conditionChanged(change: Partial<Conditions>): void {
    const now = { ...this.lastConditions, ...change };
    if (JSON.stringify(now) === JSON.stringify(this.lastConditions)) return;
    this.lastConditions = now;
    this.condition.fire(undefined);
  }

  diagnosticsCame(uri: vscode.Uri): void {
    this.diagnostics.fire(uri);
  }

  /** What was known is of another home. */
  forgetConditions(): void {
    this.lastConditions = allWell;
  }

  dispose(): void {
    this.life.dispose();
  }
}
