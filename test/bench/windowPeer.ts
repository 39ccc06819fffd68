import { join } from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { startBeating } from '../../client/connection/beat.ts';
import type { Reached } from '../../client/connection/knock.ts';
import { reach } from '../../client/connection/reach.ts';
import { systemClock } from '../../shared/clock.ts';
import { Emitter, type Disposable } from '../../shared/lifecycle.ts';
import type { FleetChange } from '../../shared/protocol.ts';
import type { TestHome } from '../support/testHome.ts';

const sidecar = join(import.meta.dirname, '../../dist/sidecar.js');

/** A window as the sidecar knows one: it speaks LSP, hears of changes and says that it lives. */
export class WindowPeer implements Disposable {
  private readonly changed = new Emitter<FleetChange>();
  private readonly rpc: MessageConnection;
  private readonly beating: Disposable;
  private readonly drop: () => void;

  readonly onFleetChanged = this.changed.event;

  private constructor({ socket }: Reached) {
    this.drop = () => socket.destroy();
    this.rpc = createMessageConnection(socket, socket);
    this.rpc.onNotification('watchstander/fleetChanged', (change: FleetChange) => {
      this.changed.fire(change);
    });
    this.rpc.listen();
    const send = (method: string, params: unknown): Promise<unknown> =>
      this.rpc.sendRequest(method, params);
    this.beating = startBeating(systemClock, { send, drop: this.drop });
  }

  static async open(home: TestHome): Promise<WindowPeer> {
    const reached = await reach({
      home: home.path,
      kind: 'window',
      sidecar,
      start: 'ifNeeded',
      clock: systemClock,
      log: () => undefined,
    });
    const peer = new WindowPeer(reached);
    await peer.rpc.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await peer.rpc.sendNotification('initialized', {});
    // Answered after the notification was taken, so that no change is missed from here on.
    await peer.rpc.sendRequest('watchstander/status', {});
    return peer;
  }

  dispose(): void {
    this.beating.dispose();
    this.changed.dispose();
    this.rpc.dispose();
    this.drop();
  }
}
