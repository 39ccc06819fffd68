import * as vscode from 'vscode';
import { harnesses } from '../../../shared/hooks.ts';
import type { Harness } from '../../../shared/model.ts';
import { harnessMark, harnessNames } from './harnesses.ts';

const scheme = 'watchstander-program';

/** One for all agents of a program: VS Code asks once what is to be shown beside it. */
export function harnessUri(harness: Harness): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${harness}` });
}

/** Two letters at the end of the row say which program an agent runs in; its icon says how it is. */
export function markHarnesses(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      const harness = harnesses.find((one) => uri.scheme === scheme && uri.path === `/${one}`);
      if (harness === undefined) return undefined;
      return new vscode.FileDecoration(harnessMark(harness), harnessNames[harness]);
    },
  });
}
