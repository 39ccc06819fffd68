import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { faultLine } from '../../../shared/policy/policyFault.ts';
import { valuesOf } from '../../../shared/policy/policyNodes.ts';
import { policyTree } from '../../../shared/policy/policyTree.ts';
import type { Thresholds } from '../../../shared/protocol.ts';
import {
  done,
  failed,
  optionFlag,
  optionText,
  UsageError,
  type Call,
  type Command,
  type ExitCode,
  type Surroundings,
} from '../command.ts';
import { json } from '../output/json.ts';
import type { Paint } from '../output/paint.ts';
import { faultsOf } from '../policyFile.ts';
import { formatFields } from '../output/table.ts';

export const policyCommand: Command = {
  usage: 'policy [check] [--agent id] [--json]',
  summary: 'the policy in force; check: what is wrong with policy.json, without a sidecar',
  options: { json: { type: 'boolean', default: false }, agent: { type: 'string' } },
  run: (call, around) =>
    call.positionals[0] === 'check' ? check(call, around) : show(call, around),
};

async function show(call: Call, around: Surroundings): Promise<ExitCode> {
  const agent_id = optionText(call, 'agent');
  const params = agent_id === undefined ? {} : { agent_id };
  const inForce = await around.connect('ifNeeded').request('watchstander/thresholds', params);
  around.print(
    optionFlag(call, 'json')
      ? json({ success: true, ...inForce })
      : describePolicy(inForce, around.paint),
  );
  return done;
}

/** Every key of the file with the value in force. */
export function describePolicy(inForce: Thresholds, paint: Paint): string {
  const { profile, agents, source, error, ...rest } = inForce;
  const file = {
    defaults: 'there is none; the defaults are in force',
    file: 'in force',
    kept: 'the last one without a mistake is in force',
  }[source];
  const mistake = error === undefined ? [] : [['mistake', paint(error, 'bad')] as const];
  const values = valuesOf(policyTree, { governance: { profile }, ...rest }).map(
    ([path, value]) => [path.join('.'), shown(value)] as const,
  );
  const entries = agents.map(({ match, ...own }) => [match, JSON.stringify(own)] as const);
  const overrides = entries.length === 0 ? '' : `\nOverrides by agent id\n${formatFields(entries)}`;
  return formatFields([['policy.json', file], ...mistake, ...values]) + overrides;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function check(call: Call, around: Surroundings): Promise<ExitCode> {
  if (optionText(call, 'agent') !== undefined) throw new UsageError('check takes no --agent.');
  const path = join(around.home, homeLayout.policy);
  const faults = await faultsOf(path);
  const isThere = faults !== null;
  const isOk = !isThere || faults.length === 0;
  if (optionFlag(call, 'json')) {
    const listed = (faults ?? []).map(({ code, message, from }) => ({ ...from, code, message }));
    around.print(json({ ok: isOk, path, exists: isThere, faults: listed }));
  } else if (!isOk) {
    around.print(faults.map((fault) => `${faultLine(fault)}\n`).join(''));
    around.complain(`${path} is not in force while it has a mistake.\n`);
  } else around.print(`${path}: ${isThere ? 'ok' : 'not there; the defaults are in force'}\n`);
  return isOk ? done : failed;
}
