import { readHistory, type Sidecar } from '../../connection/pages.ts';
import type { Trend } from '../../dashboard/messages.ts';

/** Points of a trend: as many as can be told apart in so small a picture. */
const trendPoints = 40;
/** The sidecar has other clients. */
const atOnce = 4;

/** The newest risks of some agents; of those that cannot be read, none. */
export async function readTrends(
  sidecar: Sidecar,
  agentIds: readonly string[],
  report: (error: unknown) => void,
): Promise<Trend[]> {
  const left = [...agentIds];
  const trends: Trend[] = [];
  const readSome = async (): Promise<void> => {
    for (let agentId = left.shift(); agentId !== undefined; agentId = left.shift()) {
      try {
        const { points } = await readHistory(sidecar, { agent_id: agentId, limit: trendPoints });
        trends.push({ agentId, risk: points.map(({ risk }) => risk) });
      } catch (error) {
        report(error);
        trends.push({ agentId, risk: [] });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, readSome));
  return trends;
}
