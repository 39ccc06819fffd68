import * as vscode from 'vscode';
import type { Change } from '../../connect/connect.ts';

const scheme = 'watchstander-change';

/** Shows changes of files, in one editor, as they are and as they would be. */
export class ChangePreview {
  /** What the last preview showed. */
  private readonly texts = new Map<string, string>();
  private readonly own: (item: vscode.Disposable) => void;
  private turns = 0;

  constructor(own: (item: vscode.Disposable) => void) {
    this.own = own;
  }

  async show(title: string, changes: readonly Change[]): Promise<void> {
    if (this.turns === 0) {
      const provideTextDocumentContent = (uri: vscode.Uri): string =>
        this.texts.get(uri.toString()) ?? '';
      const provider = { provideTextDocumentContent };
      this.own(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
    }
    this.texts.clear();
    this.turns += 1;
    const rows = changes.map(({ file, before, after }) => [
      vscode.Uri.file(file.path),
      this.documentOf(file.path, 'before', before),
      this.documentOf(file.path, 'after', after),
    ]);
    for (const address of this.texts.keys()) await uncheck(vscode.Uri.parse(address));
    await vscode.commands.executeCommand('vscode.changes', title, rows);
  }

  /** Each preview has documents of its own: editors keep the text of an address that they know. */
  private documentOf(
    path: string,
    side: 'before' | 'after',
    text: string | null,
  ): vscode.Uri | undefined {
    // A file that is made, or removed, has one side only.
    if (text === null) return undefined;
    const uri = vscode.Uri.file(path).with({ scheme, query: `${side} ${this.turns}` });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}

/** Coloured like JSON, but not checked: comments in somebody's file are no problem of this window. */
async function uncheck(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const isJson = ['json', 'jsonc'].includes(document.languageId);
  if (isJson) await vscode.languages.setTextDocumentLanguage(document, 'jsonl');
}
