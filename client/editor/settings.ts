import * as vscode from 'vscode';
import process from 'node:process';
import { homeFolder } from '../connection/home.ts';

const homeKey = 'watchstander.home';

/** Where the sidecar's files are. The setting is of machine scope: no workspace can change it. */
export function chosenHome(): string {
  const setting = vscode.workspace.getConfiguration().get<string>(homeKey, '');
  return homeFolder(process.env, setting);
}

export function onHomeChanged(listener: (home: string) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(homeKey)) listener(chosenHome());
  });
}
