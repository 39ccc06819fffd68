import * as vscode from 'vscode';
import type { Alert } from '../../../shared/alerts.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { AlertBook } from '../alertBook.ts';
import type { DrawnRows } from '../screen/drawnRows.ts';
import { idMeant, lostRow, type RowCall } from '../screen/pressedRow.ts';
import { plainLabel } from '../screen/plain.ts';
import { themeIcon } from '../screen/themeIcon.ts';
import { translate } from '../screen/words.ts';
import { presentAlert } from './presentAlerts.ts';

export interface AlertChoiceOptions {
  readonly book: AlertBook;
  readonly clock: Clock;
  /** What the view of the alerts has on the screen. */
  readonly drawn: DrawnRows;
}

export interface AlertOrder extends RowCall {
  readonly title: string;
  /** For which alerts it changes anything. */
  readonly isWanted: (alert: Alert) => boolean;
}

/** For which alert a command is: the one of its row or its caller, else the one a person picks. */
export class AlertChoice {
  private readonly options: AlertChoiceOptions;

  constructor(options: AlertChoiceOptions) {
    this.options = options;
  }

  /** Undefined when the user changed their mind. */
  async of(order: AlertOrder): Promise<string | undefined> {
    return idMeant(order, 'alertId', [this.options.drawn]) ?? (await this.pick(order));
  }

  /** Of the open ones; a row that was lost may have been of a closed one. */
  private async pick({ target, title, isWanted }: AlertOrder): Promise<string | undefined> {
    const { book } = this.options;
    const alerts = target === lostRow ? [...book.open, ...book.recent] : book.open;
    const items = alerts.filter(isWanted).map((alert) => this.item(alert));
    const placeHolder = items.length === 0 ? noAlert() : whichAlert(target);
    return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.alertId;
  }

  private item(alert: Alert): vscode.QuickPickItem & { readonly alertId: string } {
    const { book, clock } = this.options;
    const scene = { t: translate, nowMs: clock.wallMs(), freshness: book.freshness };
    const { label, description, icon } = presentAlert(alert, scene);
    const said = { label: plainLabel(label), description: plainLabel(description) };
    return { ...said, iconPath: themeIcon(icon), alertId: alert.id };
  }
}

function noAlert(): string {
  return vscode.l10n.t('No alert for which this can be done.');
}

function whichAlert(target: unknown): string {
  return target === lostRow
    ? vscode.l10n.t('The row changed while it was pressed: which alert?')
    : vscode.l10n.t('Alert');
}
