import type { Disposable } from '../../shared/lifecycle.ts';
import type { Method, ParamsOf, ResultOf } from '../../shared/protocol.ts';
import type { SidecarConnection } from '../connection/types.ts';
import type { Sidecar } from '../connection/pages.ts';

/**
 * A connection that has given up is opened anew by the next request: a shim lives as long as its
 * agent does, and by then the person may have put right what was wrong.
 */
export class ReopeningSidecar implements Sidecar, Disposable {
  private connection: SidecarConnection;
  private readonly open: () => SidecarConnection;

  constructor(open: () => SidecarConnection) {
    this.open = open;
    this.connection = open();
  }

  request<M extends Method>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    if (this.connection.state.kind === 'failed') {
      this.connection.dispose();
      this.connection = this.open();
    }
    return this.connection.request(method, params);
  }

  /** An agent that ends without this died suddenly, as far as the sidecar can tell. */
  async leave(): Promise<void> {
    await this.connection.leave();
  }

  dispose(): void {
    this.connection.dispose();
  }
}
