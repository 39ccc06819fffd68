import 'vscode-jsonrpc/node';
import {
  createConnection,
  createProtocolConnection,
  CodeActionKind,
  TextDocumentSyncKind,
  type CodeAction,
  type CompletionItem,
  type Connection,
  type Diagnostic,
  type FormattingOptions,
  type Hover,
  type InitializeResult,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import type { Answer, Line, Listen } from './line.ts';

/** What a window gets beside answers: it speaks LSP on the same connection. */
export interface WindowLine {
  /** Fires once the window is ready for notifications. */
  onReady(listener: () => void): void;
  readonly publishDiagnostics: (uri: string, diagnostics: readonly Diagnostic[]) => void;
  /** Until then documents and questions about them are not there. */
  serveDocuments(documents: OpenDocuments): void;
}

/** What answers about the documents that a window has open; it knows which ones are its business. */
export interface OpenDocuments {
  /** Also after each change, with the whole text. */
  opened(uri: string, text: string): void;
  closed(uri: string): void;
  hover(uri: string, position: Position): Hover | null;
  complete(uri: string, position: Position): CompletionItem[];
  fix(uri: string, range: Range): CodeAction[];
  format(uri: string, options: FormattingOptions): TextEdit[];
}

export type OpenWindowLine = typeof openWindowLine;

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Full },
  hoverProvider: true,
  completionProvider: { triggerCharacters: ['"'] },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentFormattingProvider: true,
};

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
      exit: () => line.writer.end(),
    },
  );
  const listeners: (() => void)[] = [];
  lsp.onInitialize(() => ({ capabilities, serverInfo: { name: 'watchstander' } }));
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
    serveDocuments: (documents) => serveDocuments(lsp, documents),
  };
}

function serveDocuments(lsp: Connection, documents: OpenDocuments): void {
  lsp.onDidOpenTextDocument(({ textDocument: { uri, text } }) => documents.opened(uri, text));
  lsp.onDidChangeTextDocument(({ textDocument: { uri }, contentChanges }) => {
    const last = contentChanges.at(-1);
    if (last !== undefined) documents.opened(uri, last.text);
  });
  lsp.onDidCloseTextDocument(({ textDocument: { uri } }) => documents.closed(uri));
  lsp.onHover(({ textDocument: { uri }, position }) => documents.hover(uri, position));
  lsp.onCompletion(({ textDocument: { uri }, position }) => documents.complete(uri, position));
  lsp.onCodeAction(({ textDocument: { uri }, range }) => documents.fix(uri, range));
  lsp.onDocumentFormatting(({ textDocument: { uri }, options }) => documents.format(uri, options));
}
