import * as vscode from 'vscode';
import type { Disposable } from '../../../shared/lifecycle.ts';
import { isPolicy } from './policyUri.ts';

/** JSON with comments under a name of its own, so that what VS Code says of JSON is not said twice. */
const policyLanguage = 'watchstander-policy';

/**
 * Shows the policy file in its language, also where files of that name are opened as JSON with comments.
 * What somebody chooses on purpose afterwards stays.
 */
export function followPolicyLanguage(home: () => string): Disposable {
  // A change of the language closes and opens a document, which stays the same object.
  const met = new WeakSet<vscode.TextDocument>();
  const adopt = (document: vscode.TextDocument): void => {
    if (met.has(document) || !isPolicy(document, home())) return;
    met.add(document);
    if (!['json', 'jsonc'].includes(document.languageId)) return;
    void vscode.languages.setTextDocumentLanguage(document, policyLanguage);
  };
  for (const document of vscode.workspace.textDocuments) adopt(document);
  return vscode.workspace.onDidOpenTextDocument(adopt);
}
