import type * as vscode from 'vscode';
import {
  State,
  StreamMessageReader,
  type LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/node';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { PolicyState, StoreState } from '../../../shared/conditions.ts';
import type { AlertChange, Toast } from '../../../shared/alerts.ts';
import type { FleetChange, Goodbye } from '../../../shared/protocol.ts';
import type { StoreDamages } from '../../../shared/storeReport.ts';
import type { Reached } from '../../connection/knock.ts';
import { DocumentGate } from './documentGate.ts';
import { GatedWriter } from './gatedWriter.ts';
import { policyUri } from '../policy/policyUri.ts';
import { createQuietClient } from './quietClient.ts';
import { Session } from './session.ts';
import type { WindowNews } from './windowNews.ts';

/** Who owns a client and hears of its sessions. */
export interface ClientOwner {
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
  readonly diagnostics: vscode.DiagnosticCollection;
  readonly home: string;
  readonly news: WindowNews;
  /** @throws when trying again cannot help, or the signal says stop. */
  nextSession(signal: AbortSignal): Promise<Reached>;
  sessionBegan(session: Session): void;
  sessionEnded(session: Session): void;
  /** This client is of no use any more; `error` is why. */
  gaveUp(error: unknown): void;
  /** The client could not start on a good socket: another one has to be made. */
  broke(): void;
}

/**
 * A language client heals by itself when its socket is lost: it asks for another one. It never does when
 * that happens at some moments of its start.
 */
const healingMs = 1_000;
const stopMs = 2_000;

/** One language client, from its start until it is discarded; sessions come and go within. */
export class ClientLife {
  private readonly abort = new AbortController();
  private readonly life = new DisposableStore();
  private readonly owner: ClientOwner;
  private readonly client: LanguageClient;
  private readonly policy: vscode.Uri;
  private session: Session | null = null;
  /** How often the language client asked for a socket. */
  private opened = 0;

  constructor(owner: ClientOwner) {
    this.owner = owner;
    const { log, diagnostics } = owner;
    this.policy = policyUri(owner.home);
    this.client = createQuietClient({
      log,
      diagnostics,
      home: owner.home,
      open: () => this.open(),
      onDiagnostics: (uri) => owner.news.diagnosticsCame(uri),
    });
    this.life.add(this.client.onDidChangeState(({ newState }) => this.follow(newState)));
    this.life.add(
      this.client.onNotification('watchstander/fleetChanged', (change: FleetChange) =>
        owner.news.fleetChanged(change),
      ),
    );
    this.life.add(
      this.client.onNotification('watchstander/alertsChanged', (change: AlertChange) =>
        owner.news.alertsChanged(change),
      ),
    );
    this.life.add(
      this.client.onNotification('watchstander/toast', (toast: Toast) =>
        owner.news.toastCame(toast),
      ),
    );
    this.life.add(
      this.client.onNotification('watchstander/policyChanged', (state: PolicyState) =>
        owner.news.conditionChanged({ policy: state }),
      ),
    );
    this.life.add(
      this.client.onNotification('watchstander/storeChanged', (state: StoreState) =>
        owner.news.conditionChanged({ store: state }),
      ),
    );
    this.life.add(
      this.client.onNotification('watchstander/storeDamaged', (damages: StoreDamages) =>
        owner.news.conditionChanged(damages),
      ),
    );
    this.life.add(
      this.client.onNotification('watchstander/goodbye', (goodbye: Goodbye) => {
        if (this.session !== null) this.session.farewell = goodbye;
      }),
    );
  }

  start(): void {
    // A rejection repeats what `open` has told the owner, or what `follow` sees as StartFailed.
    this.client.start().catch((error: unknown) => this.owner.log.debug('client start:', error));
  }

  /** Ends the session politely, and at last by force: the sidecar stays for the others. */
  async close(): Promise<void> {
    this.abort.abort();
    this.life.dispose();
    try {
      // While starting there is nothing to stop; the signal ends the start.
      if (this.client.isRunning()) await this.client.stop(stopMs);
    } catch (error) {
      this.owner.log.debug('client stop:', error);
    } finally {
      this.session?.drop();
    }
  }

  private async open(): Promise<MessageTransports> {
    this.opened += 1;
    try {
      const reached = await this.owner.nextSession(this.abort.signal);
      this.adopt(reached);
      const reader = new StreamMessageReader(reached.socket);
      const writer = new GatedWriter(reached.socket, new DocumentGate(this.policy.toString()));
      return { reader, writer, detached: true };
    } catch (error) {
      if (!this.abort.signal.aborted) this.owner.gaveUp(error);
      throw error;
    }
  }

  private adopt(reached: Reached): void {
    const session = new Session(reached, this.client, this.owner.clock);
    const earlier = this.session;
    this.session = session;
    // A socket that is lost in a start can make the language client ask for two.
    earlier?.drop();
    session.watch(() => {
      if (this.session === session && !this.abort.signal.aborted) this.ended(session);
    });
    if (this.abort.signal.aborted) session.drop();
  }

  private ended(session: Session): void {
    this.owner.sessionEnded(session);
    const { opened } = this;
    const isStuck = (): boolean => this.opened === opened;
    this.life.add(this.owner.clock.after(healingMs, () => isStuck() && this.owner.broke()));
  }

  private follow(state: State): void {
    if (this.abort.signal.aborted) return;
    if (state === State.Running) this.begin();
    if (state === State.StartFailed) this.heal();
  }

  private begin(): void {
    if (this.session?.isOpen !== true) return;
    this.session.begin();
    this.owner.sessionBegan(this.session);
  }

  private heal(): void {
    this.life.add(
      this.owner.clock.after(healingMs, () => {
        if (this.client.state === State.StartFailed) this.owner.broke();
      }),
    );
  }
}
