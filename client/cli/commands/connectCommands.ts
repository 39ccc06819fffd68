import { dirname } from 'node:path';
import process from 'node:process';
import type { CanaryPlace } from '../../connect/canary.ts';
import { apply, preview, type Change, type Order } from '../../connect/connect.ts';
import { disconnectOrders } from '../../connect/disconnect.ts';
import { scopes, type Harness, type Scope } from '../../connect/harness.ts';
import { harnesses } from '../../connect/harnesses.ts';
import { connect, describeOutcome } from '../../connect/outcome.ts';
import { unifiedDiff } from '../../connect/config/unifiedDiff.ts';
import {
  done,
  failed,
  optionFlag,
  optionText,
  UsageError,
  type Call,
  type Command,
  type Surroundings,
} from '../command.ts';
import { connectPlace } from '../connectPlace.ts';

const known = harnesses.map(({ id }) => id).join(', ');
const yes = { yes: { type: 'boolean', default: false } } as const;

export const connectCommands: readonly Command[] = [
  {
    usage: 'connect <harness> [--scope user|project] [--yes]',
    summary: `show, then write, what makes a program report: ${known}`,
    options: { ...yes, scope: { type: 'string' } },
    async run(call, around) {
      const { harness, place } = whom(call, around);
      const order = { harness, place, scope: scopeOf(call) };
      if (!(await isAgreed([{ ...order, act: 'connect' }], call, around))) return failed;
      const dist = dirname(around.sidecarFile);
      const outcome = await connect({ ...order, dist, runtime: process.execPath });
      report(outcome.changes, around, `${harness.name} was connected already.`);
      for (const line of [...describeOutcome(harness, outcome), ...harness.notes(order.scope)]) {
        around.print(`${line}\n`);
      }
      return outcome.proofs.every(({ ok }) => ok) ? done : failed;
    },
  },
  {
    usage: 'disconnect <harness> [--yes]',
    summary: 'take exactly that out again, also from projects',
    options: yes,
    async run(call, around) {
      const { harness, place } = whom(call, around);
      const orders = await disconnectOrders(harness, place);
      if (!(await isAgreed(orders, call, around))) return failed;
      const changes: Change[] = [];
      for (const order of orders) changes.push(...(await apply(order)));
      report(changes, around, `${harness.name} was not connected.`);
      return done;
    },
  },
];

/** Shows the exact change and asks, unless `--yes` was said or there is nothing to change. */
async function isAgreed(
  orders: readonly Order[],
  call: Call,
  around: Surroundings,
): Promise<boolean> {
  const changes = (await Promise.all(orders.map(preview))).flat();
  if (changes.length === 0 || optionFlag(call, 'yes')) return true;
  for (const { file, before, after } of changes) {
    around.print(unifiedDiff({ path: file.path, before, after }));
  }
  if (await around.ask('Write this? [y/N] ')) return true;
  around.complain('Nothing was written.\n');
  return false;
}

function report(changes: readonly Change[], around: Surroundings, otherwise: string): void {
  for (const { file, after } of changes) {
    around.print(`${after === null ? 'removed' : 'wrote'} ${file.path} (${file.holds})\n`);
  }
  if (changes.length === 0) around.print(`${otherwise}\n`);
}

function whom(call: Call, around: Surroundings): { harness: Harness; place: CanaryPlace } {
  const name = call.positionals[0] ?? '';
  const harness = harnesses.find(({ id }) => id === name);
  if (harness !== undefined) return { harness, place: connectPlace(around) };
  throw new UsageError(`There is no harness ${JSON.stringify(name)}; known are ${known}.`);
}

function scopeOf(call: Call): Scope {
  const text = optionText(call, 'scope') ?? 'user';
  const scope = scopes.find((known) => known === text);
  if (scope === undefined) throw new UsageError('--scope is user or project.');
  return scope;
}
