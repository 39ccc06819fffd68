import { apply, type Change, type Order } from './connect.ts';
import { runCanary, type CanaryPlace, type Proof } from './canary.ts';
import { askCodexTrust, describeTrust, trustStep, type Trust } from './codexTrust.ts';
import type { Harness } from './harness.ts';
import { pointLauncher } from './stableLauncher.ts';

/** What Connect did and what came of it. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly proofs: readonly Proof[];
  /** Only for Codex, where it could be asked. */
  readonly trust: Trust | null;
}

export interface Connecting extends Omit<Order, 'act' | 'place'> {
  readonly place: CanaryPlace;
  /** The folder with the bundles, and what runs them. */
  readonly dist: string;
  readonly runtime: string;
}

/**
 * The launcher first, so that no entry ever points at nothing; then the entries; then the proof.
 * @throws WatchstanderError when a file cannot be written.
 */
export async function connect(order: Connecting): Promise<Outcome> {
  const { place, harness, scope, dist, runtime } = order;
  await pointLauncher({ home: place.home, platform: place.platform, dist, runtime });
  const changes = await apply({ act: 'connect', harness, scope, place });
  const proofs = await runCanary(harness, place);
  return { changes, proofs, trust: harness.id === 'codex' ? await askCodexTrust(place) : null };
}

/** For people: one line for each proof, with what to do where it failed. */
export function describeOutcome(harness: Harness, { proofs, trust }: Outcome): string[] {
  const lines = proofs.map((proof) => describeProof(harness, proof));
  return trust === null ? lines : [...lines, trustLine(trust)];
}

function describeProof(harness: Harness, { of, ok, said, tookMs }: Proof): string {
  if (ok) return `${of}: proven, ${said} (${tookMs} ms)`;
  return `${of}: NOT WORKING, it ${said} (${tookMs} ms). ${stepOf(harness)}`;
}

/** What to do about a proof that failed. */
export function stepOf({ id }: Harness): string {
  return `Look at log/hook.log in the home, then run \`watchstander connect ${id}\` again.`;
}

function trustLine(trust: Trust): string {
  const { isGiven, found } = describeTrust(trust);
  return `Codex trust: ${found}${isGiven ? '' : `. ${trustStep}`}`;
}
