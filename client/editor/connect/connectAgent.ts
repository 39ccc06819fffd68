import * as vscode from 'vscode';
import { homedir } from 'node:os';
import process from 'node:process';
import type { CanaryPlace } from '../../connect/canary.ts';
import { apply, preview, type Change, type Order } from '../../connect/connect.ts';
import { disconnectOrders } from '../../connect/disconnect.ts';
import type { Harness, Scope } from '../../connect/harness.ts';
import { connect, describeOutcome, type Outcome } from '../../connect/outcome.ts';
import { repointLauncher } from '../../connect/stableLauncher.ts';
import { orAborted } from '../../connection/abortable.ts';
import type { ConnectParts } from './connectPart.ts';
import { countFiles } from './fileCount.ts';
import { pickConnected, pickHarness } from './harnessPick.ts';
import { plainMessage } from '../screen/plain.ts';
import { waitWithCancel } from '../screen/waiting.ts';
import { ChangePreview } from './changePreview.ts';

/** Connect and Disconnect in a window: pick, look, agree, write, prove. */
export interface Connector {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** Points the launcher to the programs of this version. */
  repoint(): Promise<void>;
}

interface Desk extends ConnectParts {
  readonly preview: ChangePreview;
}

export function openConnector(parts: ConnectParts): Connector {
  const desk: Desk = { ...parts, preview: new ChangePreview(parts.own) };
  return {
    connect: () => connectAgent(desk),
    disconnect: () => disconnectAgent(desk),
    repoint: () => repointLauncher(targetOf(parts)),
  };
}

async function connectAgent(desk: Desk): Promise<void> {
  const place = placeOf(desk);
  const harness = await pickHarness(place);
  if (harness === undefined) return;
  const scope = await pickScope(harness);
  if (scope === undefined) return;
  // What is in a folder that is not trusted is not even read.
  if (scope === 'project' && !(await mayExecute())) return;
  const order: Order = { act: 'connect', harness, scope, place };
  const changes = await preview(order);
  const title = vscode.l10n.t('Connect {0}', harness.name);
  if (changes.length > 0 && !(await agree(desk, title, changes))) return;
  if (!(await mayExecute())) return;
  const { dist, runtime } = targetOf(desk);
  const outcome = await waitWithCancel(`${title}…`, (signal) =>
    orAborted(connect({ harness, scope, place, dist, runtime }), signal),
  );
  if (outcome !== undefined) await tell(desk, order, outcome);
  else void vscode.window.showInformationMessage(unproven(harness.name));
}

/** Writing takes no time, the proof may. */
function unproven(name: string): string {
  return vscode.l10n.t(
    '{0} was not waited for: what is written stays until you disconnect it, and is not proven to work.',
    name,
  );
}

async function disconnectAgent(desk: Desk): Promise<void> {
  const place = placeOf(desk);
  const isTrusted = vscode.workspace.isTrusted;
  const ordersOf = async (harness: Harness): Promise<Order[]> => {
    const orders = await disconnectOrders(harness, place);
    return isTrusted ? orders : orders.filter(({ scope }) => scope === 'user');
  };
  const harness = await pickConnected(ordersOf);
  if (harness === undefined) return;
  const orders = await ordersOf(harness);
  const changes = (await Promise.all(orders.map(preview))).flat();
  if (!(await agree(desk, vscode.l10n.t('Disconnect {0}', harness.name), changes))) return;
  if (!(await mayExecute())) return;
  for (const order of orders) await apply(order);
  const said = vscode.l10n.t('{0} is disconnected: what was written is taken out.', harness.name);
  void vscode.window.showInformationMessage(said);
}

/** The exact change stays in sight while it is asked for, and can be scrolled. */
async function agree(desk: Desk, title: string, changes: readonly Change[]): Promise<boolean> {
  await desk.preview.show(title, changes);
  const write = {
    label: `$(check) ${vscode.l10n.t('Write These Changes')}`,
    description: countFiles(changes.length),
    isAgreed: true,
  };
  const cancel = { label: `$(close) ${vscode.l10n.t('Cancel')}`, isAgreed: false };
  const picked = await vscode.window.showQuickPick([write, cancel], {
    title,
    placeHolder: vscode.l10n.t('The editor shows what would be written. Nothing has been yet.'),
    ignoreFocusOut: true,
  });
  return picked?.isAgreed === true;
}

/**
 * In Restricted Mode what would be written to the person's own files can be looked at; nothing of the
 * workspace is read, and nothing is written or run.
 */
async function mayExecute(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const said = vscode.l10n.t('This window is in Restricted Mode, so nothing was written or run.');
  if ((await vscode.window.showWarningMessage(said, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return false;
}

async function pickScope(harness: Harness): Promise<Scope | undefined> {
  const folder = projectFolder();
  if (folder === undefined) return 'user';
  const items: (vscode.QuickPickItem & { readonly scope: Scope })[] = [
    {
      label: vscode.l10n.t('Everywhere'),
      description: vscode.l10n.t('your own files'),
      scope: 'user',
    },
    { label: vscode.l10n.t('Only in This Folder'), description: folder, scope: 'project' },
  ];
  const title = vscode.l10n.t('Connect {0}', harness.name);
  return (await vscode.window.showQuickPick(items, { title }))?.scope;
}

async function tell({ log }: Desk, { harness, scope }: Order, outcome: Outcome): Promise<void> {
  const lines = [...describeOutcome(harness, outcome), ...harness.notes(scope)];
  for (const line of lines) log.info(`${harness.name}: ${line}`);
  const details = lines.map(sentence).join(' ');
  const showLog = vscode.l10n.t('Show Log');
  const isProven = outcome.proofs.every(({ ok }) => ok);
  const picked = isProven
    ? await vscode.window.showInformationMessage(
        plainMessage(vscode.l10n.t('{0} is connected. {1}', harness.name, details)),
        showLog,
      )
    : await vscode.window.showWarningMessage(
        plainMessage(
          vscode.l10n.t('{0} is connected, but it does not work yet. {1}', harness.name, details),
        ),
        showLog,
      );
  if (picked === showLog) log.show();
}

function sentence(line: string): string {
  return /[.?!]$/.test(line) ? line : `${line}.`;
}

function placeOf({ home, clock }: ConnectParts): CanaryPlace {
  const userFolder = homedir();
  const { env, platform } = process;
  return { home: home(), clock, env, platform, userFolder, project: projectFolder() ?? userFolder };
}

function projectFolder(): string | undefined {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
}

function targetOf({ home, dist }: ConnectParts): Parameters<typeof repointLauncher>[0] {
  return { home: home(), platform: process.platform, dist, runtime: process.execPath };
}
