import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type LanguageClientOptions,
  type MessageTransports,
  type TextDocumentFilter,
} from 'vscode-languageclient/node';
import { homeLayout } from '../../../shared/home.ts';
import { documentScheme } from '../documents/agentUri.ts';

/** A lost sidecar is not the user's business while a successor is on its way: the log only. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export interface QuietClientOptions {
  /**
   * Makes one session. Must not reject as long as trying again can help: after a rejection the
   * client is dead for good (state StartFailed, every call rejects).
   */
  readonly open: () => Promise<MessageTransports>;
  readonly log: vscode.LogOutputChannel;
  /** Outlives the client: restarts then leave Problems as it is, instead of emptying it. */
  readonly diagnostics: vscode.DiagnosticCollection;
  readonly home: string;
  readonly onDiagnostics: (uri: vscode.Uri) => void;
}

/**
 * A language client for a sidecar that may vanish at any time. By default the first ECONNRESET
 * stops a client for ever and the fifth close within three minutes too; so both handlers are ours,
 * and how soon to try again is decided in `open`, where requests wait instead of failing.
 */
export function createQuietClient(options: QuietClientOptions): LanguageClient {
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ scheme: documentScheme }, policySelector(options.home)],
    outputChannel: options.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.Restart, handled: true }),
    },
    diagnosticCollectionProvider: {
      create: () => options.diagnostics,
      dispose: () => undefined,
    },
    middleware: {
      handleDiagnostics(uri, diagnostics, next) {
        options.onDiagnostics(uri);
        next(uri, diagnostics);
      },
    },
  };
  return new QuietClient('watchstander', 'Watchstander', options.open, clientOptions);
}

/** Exactly one file; a plain pattern would read a home's `[` or `{` as more than itself. */
function policySelector(home: string): TextDocumentFilter {
  const baseUri = vscode.Uri.file(home).toString();
  return { scheme: 'file', pattern: { baseUri, pattern: homeLayout.policy } };
}
