import * as vscode from 'vscode';

export const documentScheme = 'watchstander';
const agentsFolder = '/agents/';

/** The document about an agent. A `Uri` holds its path decoded, so the id is in it verbatim. */
export function agentUri(agentId: string): vscode.Uri {
  return vscode.Uri.from({ scheme: documentScheme, path: agentsFolder + agentId });
}

/** The id in a document's address, or null when it is another kind of document. */
export function agentIdOf(uri: vscode.Uri): string | null {
  if (uri.scheme !== documentScheme || !uri.path.startsWith(agentsFolder)) return null;
  return uri.path.slice(agentsFolder.length);
}

/** What `Watchstander: Show Status` opens. */
export const statusUri = vscode.Uri.from({ scheme: documentScheme, path: '/status.json' });
