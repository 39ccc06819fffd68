import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Step } from './script.ts';
import { systemClock } from '../../../shared/clock.ts';
import { wireFormats, type WireFormat } from './wireFormats.ts';

/** A model on loopback that says what a script says, to whichever program asks. */
export class ModelServer {
  /** Every request body of the main conversation: what the model was told. */
  requests: string[] = [];
  private readonly server: Server;
  private script: Step[] = [];
  private fault: Error | null = null;
  private turn = 0;
  private answeredMs = 0;
  private owed = 0;
  private last: Promise<unknown> = Promise.resolve();

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(): Promise<ModelServer> {
    const model = new ModelServer();
    model.server.listen(0, '127.0.0.1');
    await once(model.server, 'listening');
    return model;
  }

  /** For the conversation that comes now. */
  play(script: readonly Step[]): void {
    this.script = [...script];
    this.requests = [];
    this.answeredMs = systemClock.monotonicMs();
  }

  /** For how long the program has asked for nothing, although nothing is owed to it. */
  get idleMs(): number {
    return this.owed > 0 ? 0 : systemClock.monotonicMs() - this.answeredMs;
  }

  /** @throws what went wrong between two steps of the script. */
  end(): void {
    const { fault } = this;
    this.fault = null;
    if (fault !== null) throw fault;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const format = wireFormats.find(({ matches }) => matches(request.url ?? ''));
    if (format !== undefined && request.method === 'POST') {
      await this.speak(format, body, response);
      return;
    }
    // Probes and token counts: any sensible answer will do.
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ input_tokens: 10, totalTokens: 10 }));
  }

  private async speak(format: WireFormat, body: string, response: ServerResponse): Promise<void> {
    const isMain = format.hasTools(JSON.parse(body) as Record<string, unknown>);
    if (isMain) this.requests.push(body);
    this.owed += 1;
    const step = isMain ? await this.nextStep(response) : { text: 'title' };
    this.owed -= 1;
    this.answeredMs = systemClock.monotonicMs();
    const reply = format.reply(step, (this.turn += 1));
    response.writeHead(200, { 'content-type': reply.contentType });
    response.end(reply.body);
  }

  /** One after the other: who asks again while a step is prepared, having given up, gets that step. */
  private nextStep(response: ServerResponse): Promise<Step> {
    const step = this.last.then(() => this.prepareStep(response));
    this.last = step;
    return step;
  }

  /** After a fault there is nothing more to do, so that the program ends. */
  private async prepareStep(response: ServerResponse): Promise<Step> {
    const { after, ...step } = this.script.shift() ?? done;
    try {
      await after?.();
    } catch (error) {
      this.fault ??= error as Error;
      this.script = [];
      return done;
    }
    if (response.destroyed) this.script.unshift(step);
    return step;
  }
}

const done: Step = { text: 'done' };
