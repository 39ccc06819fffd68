import { unlink } from 'node:fs/promises';
import { fromFailure, toFailure, WatchstanderError, type ErrorCode } from '../../shared/errors.ts';
import type { LifecycleResult } from '../../shared/protocol.ts';
import { exportAgent } from './agentExport.ts';
import type { ExportedFile, ExportPlace } from './exportFolder.ts';

/** What is deleted is written out before, unless nobody wants it; a refused deletion leaves no file. */
export async function deleteAgent(
  agentId: string,
  wish: { readonly backup: boolean; readonly reason?: string },
  place: ExportPlace,
): Promise<{ readonly result: LifecycleResult; readonly backup: ExportedFile | null }> {
  const { backup: isWanted, ...more } = wish;
  const backup = isWanted ? await exportAgent(agentId, { format: 'json' }, place) : null;
  try {
    const params = { agent_id: agentId, act: 'delete', ...more } as const;
    return { result: await place.sidecar.request('watchstander/lifecycle', params), backup };
  } catch (error) {
    if (backup === null) throw error;
    throw isRefusal(error) ? await withoutCopy(error, backup) : withCopy(error, backup);
  }
}

/** With these the agent is there as it was. */
const refusals: readonly ErrorCode[] = [
  'INVALID_INPUT',
  'PAUSED',
  'ARCHIVED',
  'CONFLICT',
  'TOO_LARGE',
];

/**
 * Any other failure leaves open whether the deletion was stored (Invariant I13), or tells that the agent
 * is gone: its copy may be all that is left of it.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof WatchstanderError && refusals.includes(error.code);
}

async function withoutCopy(error: unknown, { file_path }: ExportedFile): Promise<unknown> {
  // A copy too many is no reason to hide why nothing was deleted.
  await unlink(file_path).catch(() => undefined);
  return error;
}

function withCopy(error: unknown, { file_path }: ExportedFile): Error {
  const failure = toFailure(error);
  const kept = `The agent may be gone; its copy stays at ${file_path}.`;
  return fromFailure({ ...failure, error: `${failure.error} ${kept}` });
}
