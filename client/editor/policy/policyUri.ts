import path from 'node:path';
import * as vscode from 'vscode';
import { homeLayout } from '../../../shared/home.ts';

/** The policy file of a home. */
export function policyUri(home: string): vscode.Uri {
  return vscode.Uri.file(path.join(home, homeLayout.policy));
}

export function isPolicy(document: vscode.TextDocument, home: string): boolean {
  return document.uri.toString() === policyUri(home).toString();
}
