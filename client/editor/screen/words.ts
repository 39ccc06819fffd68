import * as vscode from 'vscode';
import type { Translate } from './scene.ts';

/** VS Code's own translation, for the parts that must not know VS Code. */
export const translate: Translate = (message, ...values) => vscode.l10n.t(message, ...values);
