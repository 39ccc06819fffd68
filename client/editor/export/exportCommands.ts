import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { inert } from '../../../shared/text.ts';
import { abortable } from '../../connection/abortable.ts';
import { exportAgent } from '../../export/agentExport.ts';
import type { ExportedFile, ExportPlace } from '../../export/exportFolder.ts';
import { exportFleetFile } from '../../export/fleetExport.ts';
import { historyFormats, type HistoryFormat } from '../../export/historyText.ts';
import type { AgentChoice } from '../agents/agentChoice.ts';
import type { ExportCommandId } from '../commandIds.ts';
import type { Window } from '../connection/window.ts';
import { plainMessage } from '../screen/plain.ts';
import { waitWithCancel } from '../screen/waiting.ts';

export type ExportCommands = Readonly<
  Record<ExportCommandId, (target?: unknown, format?: unknown) => Promise<void>>
>;

export interface ExportCommandParts {
  readonly window: Window;
  readonly choice: AgentChoice;
  readonly clock: Clock;
}

/** Agents written to new files of the home, as agents and the command line do. */
export function createExportCommands(parts: ExportCommandParts): ExportCommands {
  return {
    'watchstander.exportAgent': (target, format) => exportOne(parts, target, format),
    'watchstander.exportAllAgents': async () => {
      const format = await pickFormat(vscode.l10n.t('Export All Agents'));
      if (format === undefined) return;
      await write(parts, (place) => exportFleetFile(format, place));
    },
  };
}

/** @param given the format, when the caller has it. */
async function exportOne(
  parts: ExportCommandParts,
  target: unknown,
  given: unknown,
): Promise<void> {
  const title = vscode.l10n.t('Export Agent');
  const agentId = await parts.choice.of({ command: 'watchstander.exportAgent', target, title });
  if (agentId === undefined) return;
  const known = historyFormats.find((format) => format === given);
  const format = known ?? (await pickFormat(`${title}: ${inert(agentId)}`));
  if (format === undefined) return;
  await write(parts, (place) => exportAgent(agentId, { format }, place));
}

/** Stopped, it leaves nothing; done, the file is offered. */
async function write(
  { window, clock }: ExportCommandParts,
  exportTo: (place: ExportPlace) => Promise<ExportedFile>,
): Promise<void> {
  const { home } = window;
  const exported = await waitWithCancel(vscode.l10n.t('Exporting…'), (signal) =>
    exportTo({ sidecar: abortable(window, signal), clock, home }),
  );
  if (exported === undefined) return;
  const open = vscode.l10n.t('Open File');
  const text = plainMessage(vscode.l10n.t('Exported to {0}', exported.file_path));
  if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(exported.file_path));
}

async function pickFormat(title: string): Promise<HistoryFormat | undefined> {
  const items: (vscode.QuickPickItem & { readonly format: HistoryFormat })[] = [
    {
      label: vscode.l10n.t('CSV'),
      description: vscode.l10n.t('a row for each check-in'),
      format: 'csv',
    },
    {
      label: vscode.l10n.t('JSON'),
      description: vscode.l10n.t('everything that is known, with each check-in'),
      format: 'json',
    },
  ];
  return (await vscode.window.showQuickPick(items, { title }))?.format;
}
