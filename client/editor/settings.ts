import * as vscode from 'vscode';
import process from 'node:process';
import { homeFolder, homeOrUsual } from '../connection/home.ts';

const homeKey = 'watchstander.home';

/**
 * Where the sidecar's files are. The setting is of machine scope: no workspace can change it.
 * @throws WatchstanderError INVALID_INPUT when what was chosen can be no home.
 */
export function chosenHome(): string {
  return homeFolder(process.env, setting());
}

/** The same for a window, which has to be somewhere while it says that what was chosen can be no home. */
export function windowHome(): string {
  return homeOrUsual(process.env, setting()).home;
}

export function onHomeChanged(listener: (home: string) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(homeKey)) listener(windowHome());
  });
}

function setting(): string {
  return vscode.workspace.getConfiguration().get<string>(homeKey, '');
}
