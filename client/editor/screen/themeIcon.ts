import * as vscode from 'vscode';
import type { IconName } from './scene.ts';

/** Icons and colours are the theme's own, so that every theme shows them as it shows its others. */
export function themeIcon({ id, color }: IconName): vscode.ThemeIcon {
  return color === null
    ? new vscode.ThemeIcon(id)
    : new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
}
