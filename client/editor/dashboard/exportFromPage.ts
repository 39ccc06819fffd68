import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { exportAgent } from '../../export/agentExport.ts';
import type { Window } from '../connection/window.ts';
import { plainMessage } from '../screen/plain.ts';

/** Writes an agent to a new file of the home, as agents and the command line do, and offers to open it. */
export async function exportFromPage(
  agentId: string,
  format: 'csv' | 'json',
  { window, clock }: { readonly window: Window; readonly clock: Clock },
): Promise<void> {
  const place = { sidecar: window, clock, home: window.home };
  const title = vscode.l10n.t('Exporting…');
  const location = vscode.ProgressLocation.Window;
  const { file_path } = await vscode.window.withProgress({ location, title }, () =>
    exportAgent(agentId, format, undefined, place),
  );
  const open = vscode.l10n.t('Open File');
  const text = plainMessage(vscode.l10n.t('Exported to {0}', file_path));
  if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
  await vscode.window.showTextDocument(vscode.Uri.file(file_path));
}
