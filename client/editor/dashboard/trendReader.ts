import { readHistory, type Sidecar } from '../../connection/pages.ts';
import { trendLength, type Trend } from '../../dashboard/messages.ts';

/** The sidecar has other clients. */
const atOnce = 4;

/** The newest risks of some agents. Those that could not be read are left out: nobody knows that they are none. */
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
        const { points } = await readHistory(sidecar, { agent_id: agentId, limit: trendLength });
        trends.push({ agentId, risk: points.map(({ risk }) => risk) });
      } catch (error) {
        report(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, readSome));
  return trends;
}
