import { apply, type Change, type Order } from './connect.ts';
import { runCanary, type CanaryPlace, type Proof } from './canary.ts';
import { askCodexTrust, type Trust } from './codexTrust.ts';
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
export function describeOutcome({ proofs, trust }: Outcome): string[] {
  return [...proofs.map(describeProof), ...(trust === null ? [] : [describeTrust(trust)])];
}

function describeProof({ of, ok, said, tookMs }: Proof): string {
  return `${of}: ${ok ? 'proven' : 'NOT WORKING'}, ${said} (${tookMs} ms)`;
}

export function describeTrust({ hooks, skipped }: Trust): string {
  if (hooks === 0) return 'Codex trust: Codex does not list the hooks; is the project trusted?';
  if (skipped.length === 0) return `Codex trust: given for all ${hooks} hooks`;
  return `Codex trust: not given yet, Codex skips ${skipped.length} of ${hooks} hooks; start codex, type /hooks and trust them`;
}
