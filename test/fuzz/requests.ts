import { Buffer } from 'node:buffer';
import { sessionKinds } from '../../shared/protocol.ts';
import { makeEars, makeTable } from '../../server/handlers/serve.ts';
import { dispatch, hear } from '../../server/handlers/table.ts';
import { unpackParams } from '../../server/socket/packing.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { callerOf, stageHandlers } from '../unit/handlers/handlerStage.ts';
import { mutantOf, pick } from './mutation.ts';
import { requestSamples } from './samples.ts';
import { assertFinite, assertRefusal, assertUnpolluted } from './soundness.ts';
import type { Probe, Target } from './target.ts';

/** What the reader has made of a frame; the kind of session is drawn with it. */
interface Thrown {
  readonly kind: (typeof sessionKinds)[number];
  readonly method: unknown;
  readonly params: unknown;
}

function make(random: SeededRandom): Buffer {
  const { method, params } = pick(random, requestSamples);
  const kind = JSON.stringify(pick(random, sessionKinds));
  const name = random.uniform() < 0.02 ? mutantOf(random, method) : JSON.stringify(method);
  return Buffer.from(`{"kind":${kind},"method":${name},"params":${mutantOf(random, params)}}`);
}

/** Then the fleet is looked through, and a new one begins. */
const casesPerFleet = 500;

/** Handlers with the agents that the samples speak of. */
class Stage {
  private readonly staged = stageHandlers();
  private readonly table = makeTable(this.staged.deps);
  private readonly ears = makeEars(this.staged.deps);
  private turn = 0;

  get isOver(): boolean {
    return this.turn >= casesPerFleet;
  }

  async take({ kind, method, params }: Thrown): Promise<void> {
    this.turn += 1;
    const caller = callerOf(kind);
    // What is no text is no name of a request to the layer below, and ends there.
    const name = typeof method === 'string' ? method : 'none';
    hear(this.ears, caller, name, params);
    assertFinite(await dispatch(this.table, caller, name, unpackParams(params)));
  }

  async close(): Promise<void> {
    const { store } = this.staged;
    for (const { agent_id } of store.list()) assertFinite(store.read(agent_id), agent_id);
    await store.close();
  }
}

function open(): Promise<Probe> {
  let stage = new Stage();
  return Promise.resolve({
    make,
    async take(input) {
      try {
        if (stage.isOver) {
          await stage.close();
          stage = new Stage();
        }
        await stage.take(JSON.parse(input.toString()) as Thrown);
        return 'taken';
      } catch (error) {
        assertRefusal(error);
        return 'refused';
      } finally {
        assertUnpolluted();
      }
    },
    close: () => stage.close(),
  });
}

export const requests: Target = {
  name: 'requests',
  how: 'JSON-RPC requests of every method, from every kind of session, to the real handlers: an answer of finite numbers, or a refusal that says what to do.',
  share: 25,
  open,
};
