import * as vscode from 'vscode';
import type { Disposable } from '../../../shared/lifecycle.ts';
import { isPolicy } from './policyUri.ts';

/** JSON with comments under a name of its own, so that what VS Code says of JSON is not said twice. */
const policyLanguage = 'watchstander-policy';

/** Shows the policy file in its language. What somebody chose on purpose stays. */
export function followPolicyLanguage(home: () => string): Disposable {
  const adopt = (document: vscode.TextDocument): void => {
    if (document.languageId !== 'json' || !isPolicy(document, home())) return;
    void vscode.languages.setTextDocumentLanguage(document, policyLanguage);
  };
  for (const document of vscode.workspace.textDocuments) adopt(document);
  return vscode.workspace.onDidOpenTextDocument(adopt);
}
