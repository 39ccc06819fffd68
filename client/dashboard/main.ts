// Entry of the page: runs in the webview, knows the DOM and the messages, and nothing of VS Code.
import './language.ts';
import * as z from 'zod/mini';
import { systemClock } from '../../shared/clock.ts';
import { readToPage, type ToExtension } from './messages.ts';
import { Page } from './page.ts';
import { readWords } from './words.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

// The page may not make code of texts, and need not try.
z.config({ jitless: true });

const vscode = acquireVsCodeApi();
const post = (message: ToExtension): void => vscode.postMessage(message);
let page: Page | null = null;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToPage(data);
  if (message === undefined) {
    post({ kind: 'strange' });
    return;
  }
  if (message.kind !== 'begin') page?.take(message);
  else page ??= begin(message.words);
});

function begin(words: Readonly<Record<string, string>>): Page {
  const root = document.getElementById('page') ?? document.body;
  const keep = (state: unknown): void => vscode.setState(state);
  return new Page(root, readWords(words), {
    clock: systemClock,
    post,
    keep,
    kept: vscode.getState(),
  });
}

post({ kind: 'ready' });
