import { Buffer } from 'node:buffer';
import type { Message } from 'vscode-languageclient/node';

/** Bytes of a document on the wire; the sidecar ends a session over a message of 1 MiB. */
const longestBytes = 256 * 1024;

/**
 * What of the editor's documents leaves for the sidecar: the policy file, and that only up to a size.
 * It stands where messages are written, because the language client collects changes and sends them
 * past its own middleware. One gate serves one session.
 */
export class DocumentGate {
  private readonly uri: string;
  /** The sidecar knows the text. */
  private isOpen = false;

  /** @param uri the address of the policy file as the language client writes it */
  constructor(uri: string) {
    this.uri = uri;
  }

  /** The message to send in the place of this one, or null for none. */
  pass(message: Message): Message | null {
    const note = message as Note;
    switch (note.method) {
      case 'textDocument/didOpen':
        return this.passText(note, note.params.textDocument.text);
      case 'textDocument/didChange':
        return this.passText(note, note.params.contentChanges.at(-1)?.text ?? '');
      case 'textDocument/didClose':
        return this.isOpen && this.isPolicy(note) ? this.close(note) : null;
      default:
        return message;
    }
  }

  /** A text that grew too long is closed, and opened again when it fits. */
  private passText(note: Opened | Changed, text: string): Message | null {
    if (!this.isPolicy(note)) return null;
    if (Buffer.byteLength(JSON.stringify(text)) > longestBytes) {
      return this.isOpen ? this.close(note) : null;
    }
    const isKnown = this.isOpen;
    this.isOpen = true;
    return isKnown || note.method === 'textDocument/didOpen' ? note : opening(note, text);
  }

  private close({ jsonrpc, params }: DocumentNote): Message {
    this.isOpen = false;
    const { uri } = params.textDocument;
    return noteOf({ jsonrpc, method: 'textDocument/didClose', params: { textDocument: { uri } } });
  }

  private isPolicy({ params }: DocumentNote): boolean {
    return params.textDocument.uri === this.uri;
  }
}

interface Opened extends Message {
  readonly method: 'textDocument/didOpen';
  readonly params: { readonly textDocument: { readonly uri: string; readonly text: string } };
}

interface Changed extends Message {
  readonly method: 'textDocument/didChange';
  readonly params: {
    readonly textDocument: { readonly uri: string; readonly version: number };
    readonly contentChanges: readonly { readonly text: string }[];
  };
}

interface Closed extends Message {
  readonly method: 'textDocument/didClose';
  readonly params: { readonly textDocument: { readonly uri: string } };
}

type DocumentNote = Opened | Changed | Closed;
type Note = DocumentNote | (Message & { readonly method?: never });

function opening({ jsonrpc, params }: Opened | Changed, text: string): Message {
  const textDocument = { languageId: 'jsonc', version: 0, ...params.textDocument, text };
  return noteOf({ jsonrpc, method: 'textDocument/didOpen', params: { textDocument } });
}

function noteOf(note: Message & { readonly method: string; readonly params: object }): Message {
  return note;
}
