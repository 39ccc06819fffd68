import 'vscode-jsonrpc/node';
import {
  createConnection,
  createProtocolConnection,
  TextDocumentSyncKind,
  type Diagnostic,
} from 'vscode-languageserver';
import type { Answer, Line, Listen } from './line.ts';

/** What a window gets beside answers: it speaks LSP on the same connection. */
export interface WindowLine {
  /** Fires once the window is ready for notifications. */
  onReady(listener: () => void): void;
  publishDiagnostics(uri: string, diagnostics: readonly Diagnostic[]): void;
}

/**
 * The LSP side of a window's session. `vscode-languageserver/node` is made for one client per process
 * and ends it on `exit`, on end of the stream and when the client's process is gone. The
 * host-free `createConnection` takes a watchdog instead: ours ends the session and nothing else.
 */
export function openWindowLine(line: Line, answer: Answer, listen: Listen): WindowLine {
  const lsp = createConnection(
    (logger) => createProtocolConnection(line.reader, line.writer, logger),
    {
      shutdownReceived: false,
      initialize: () => undefined,
      exit: () => line.socket.end(),
    },
  );
  const listeners: (() => void)[] = [];
  lsp.onInitialize(() => ({
    capabilities: { textDocumentSync: TextDocumentSyncKind.None },
    serverInfo: { name: 'watchstander' },
  }));
  lsp.onInitialized(() => {
    for (const listener of listeners) listener();
  });
  lsp.onRequest(answer);
  lsp.onNotification(listen);
  lsp.listen();
  return {
    onReady: (listener) => listeners.push(listener),
    publishDiagnostics(uri, diagnostics) {
      void lsp.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
    },
  };
}
