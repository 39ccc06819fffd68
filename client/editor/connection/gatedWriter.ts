import type { Socket } from 'node:net';
import { StreamMessageWriter, type Message } from 'vscode-languageclient/node';
import type { DocumentGate } from './documentGate.ts';

/** Writes what the gate lets pass. */
export class GatedWriter extends StreamMessageWriter {
  private readonly gate: DocumentGate;

  constructor(socket: Socket, gate: DocumentGate) {
    super(socket);
    this.gate = gate;
  }

  override write(message: Message): Promise<void> {
    const passed = this.gate.pass(message);
    return passed === null ? Promise.resolve() : super.write(passed);
  }
}
