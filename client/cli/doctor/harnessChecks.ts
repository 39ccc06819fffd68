import { access, constants } from 'node:fs/promises';
import { runCanary, type CanaryPlace } from '../../connect/canary.ts';
import { askCodexTrust, describeTrust, trustStep, type Trust } from '../../connect/codexTrust.ts';
import { readConfig } from '../../connect/config/configFile.ts';
import { isConnected, preview, type Order } from '../../connect/connect.ts';
import { disconnectOrders } from '../../connect/disconnect.ts';
import { isFound } from '../../connect/found.ts';
import type { Harness } from '../../connect/harness.ts';
import { harnesses } from '../../connect/harnesses.ts';
import { launchersIn } from '../../connect/config/launchersIn.ts';
import { stepOf } from '../../connect/outcome.ts';
import { connectPlace } from '../connectPlace.ts';
import { gather, type Check, type Finding } from './check.ts';

/** What Connect wrote for each program: is it there, does it lead anywhere, does it work? */
export const harnessChecks: readonly Check[] = harnesses.map((harness) => ({
  title: harness.name,
  look: (around) => lookAt(harness, connectPlace(around)),
}));

const fine: Finding = { verdict: 'ok', found: '' };

async function lookAt(harness: Harness, place: CanaryPlace): Promise<Finding> {
  const connected: Order[] = [];
  for (const order of await disconnectOrders(harness, place)) {
    if ((await preview(order)).length > 0) connected.push(order);
  }
  if (connected.length === 0) return judgeUnconnected(harness, await isFound(harness, place));
  const findings: Finding[] = [];
  for (const order of connected) findings.push(await judgeEntries(order));
  if (findings.every(({ verdict }) => verdict !== 'wrong')) {
    findings.push(...(await judgeCommands(harness, place)));
    if (harness.id === 'codex') findings.push(judgeTrust(await askCodexTrust(place)));
  }
  const where = connected.map(({ scope, place: { project } }) =>
    scope === 'user' ? 'you' : project,
  );
  return gather(
    findings,
    `Connected for ${where.join(', ')}; its hook stops what it should and its MCP server answers.`,
  );
}

function judgeUnconnected({ id }: Harness, isHere: boolean): Finding {
  if (!isHere) return { verdict: 'ok', found: 'Not on this machine.' };
  return { verdict: 'ok', found: `Not connected; \`watchstander connect ${id}\` connects it.` };
}

async function judgeEntries(order: Order): Promise<Finding> {
  const { harness, scope, place } = order;
  const again = `Run \`watchstander connect ${harness.id} --scope ${scope}\`.`;
  for (const { path } of harness.files(place, scope)) {
    for (const launcher of launchersIn((await readConfig(path)).text ?? '')) {
      const isThere = await access(launcher, constants.X_OK).then(yes, no);
      if (isThere) continue;
      return {
        verdict: 'wrong',
        found: `${path} names ${launcher}, which cannot be started.`,
        next_step: again,
      };
    }
  }
  if (await isConnected(order)) return fine;
  const found = 'What Connect wrote is not all there, or is of another version.';
  return { verdict: 'warning', found, next_step: again };
}

async function judgeCommands(harness: Harness, place: CanaryPlace): Promise<Finding[]> {
  const failed = (await runCanary(harness, place)).filter(({ ok }) => !ok);
  return failed.map(({ of, said }) => ({
    verdict: 'wrong',
    found: `The ${of} ${said}.`,
    next_step: stepOf(harness),
  }));
}

function judgeTrust(trust: Trust | null): Finding {
  const { isGiven, found } = describeTrust(trust);
  if (isGiven) return fine;
  const verdict = trust === null ? 'warning' : 'wrong';
  return { verdict, found: `Codex trust: ${found}.`, next_step: trustStep };
}

function yes(): true {
  return true;
}

function no(): false {
  return false;
}
