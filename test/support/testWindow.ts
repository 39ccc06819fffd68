import { join } from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { reach } from '../../client/connection/reach.ts';
import type { AlertChange, Toast } from '../../shared/alerts.ts';
import type { StoreState } from '../../shared/conditions.ts';
import { systemClock } from '../../shared/clock.ts';
import type { Method, ParamsOf, ResultOf } from '../../shared/protocol.ts';
import type { TestHome } from './testHome.ts';

const sidecar = join(import.meta.dirname, '../../dist/sidecar.js');

interface Diagnostic {
  readonly severity: number;
  readonly message: string;
}
interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A window as the sidecar sees one, without an editor around it. */
export class TestWindow {
  readonly toasts: Toast[] = [];
  readonly changes: AlertChange[] = [];
  /** Problems, by document. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  /** What it was told of the store, one after the other. */
  readonly storeStates: StoreState[] = [];
  private readonly rpc: MessageConnection;

  private constructor(rpc: MessageConnection) {
    this.rpc = rpc;
    rpc.onNotification('watchstander/toast', (toast: Toast) => void this.toasts.push(toast));
    rpc.onNotification('watchstander/alertsChanged', (change: AlertChange) => {
      this.changes.push(change);
    });
    rpc.onNotification('textDocument/publishDiagnostics', (published: Published) => {
      this.diagnostics.set(published.uri, published.diagnostics);
    });
    rpc.onNotification('watchstander/storeChanged', (state: StoreState) => {
      this.storeStates.push(state);
    });
    rpc.listen();
  }

  static async open(home: TestHome, focus?: 'focused' | 'blurred'): Promise<TestWindow> {
    const { socket } = await reach({
      home: home.path,
      kind: 'window',
      sidecar,
      start: 'ifNeeded',
      clock: systemClock,
      log: (line) => home.log.push(line),
    });
    socket.on('error', () => socket.destroy());
    const window = new TestWindow(createMessageConnection(socket, socket));
    socket.on('close', () => window.rpc.dispose());
    await window.rpc.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    await window.rpc.sendNotification('initialized', {});
    if (focus !== undefined) await window.say(focus);
    return window;
  }

  async say(focus: 'focused' | 'blurred'): Promise<void> {
    const params = { focused: focus === 'focused', last_focus_age_ms: null };
    await this.rpc.sendNotification('watchstander/focus', params);
    // Once this is answered what was said before is taken note of.
    await this.request('watchstander/status', {});
  }

  request<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    return this.rpc.sendRequest(method, params);
  }

  close(): void {
    this.rpc.end();
    this.rpc.dispose();
  }
}
