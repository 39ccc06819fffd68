import { trendLength, type AgentLine } from '../messages.ts';
import { fill, type Words } from '../words.ts';

/** What the page knows of all agents. */
export class FleetLines {
  private readonly known = new Map<string, AgentLine>();
  private readonly trends = new Map<string, readonly number[]>();

  get lines(): ReadonlyMap<string, AgentLine> {
    return this.known;
  }

  /** Undefined while it is not known. */
  trendOf(agentId: string): readonly number[] | undefined {
    return this.trends.get(agentId);
  }

  learnTrend(agentId: string, risk: readonly number[]): void {
    this.trends.set(agentId, risk.slice(-trendLength));
  }

  /** Everybody anew. */
  replace(lines: readonly AgentLine[]): void {
    const before = new Map(this.known);
    this.known.clear();
    for (const line of lines) {
      this.known.set(line.agentId, line);
      this.prolongTrend(before.get(line.agentId), line);
    }
  }

  change(lines: readonly AgentLine[], removed: readonly string[]): void {
    for (const id of removed) {
      this.known.delete(id);
      this.trends.delete(id);
    }
    for (const line of lines) {
      this.prolongTrend(this.known.get(line.agentId), line);
      this.known.set(line.agentId, line);
    }
  }

  /** A trend that is known goes on with what comes; after a gap it is read again. */
  private prolongTrend(before: AgentLine | undefined, now: AgentLine): void {
    const trend = this.trends.get(now.agentId);
    if (trend === undefined || before === undefined || now.updates === before.updates) return;
    if (now.updates === before.updates + 1) this.learnTrend(now.agentId, [...trend, now.risk]);
    else this.trends.delete(now.agentId);
  }
}

/**
 * One sentence for people who hear the page: who is another health now. Empty when nobody is, or
 * nobody was known before.
 */
export function tellChanges(
  before: ReadonlyMap<string, AgentLine>,
  now: Iterable<AgentLine>,
  words: Words,
): string {
  const changed = [...now].filter((line) => {
    const standing = before.get(line.agentId)?.standing;
    return standing !== undefined && standing !== line.standing;
  });
  const [only] = changed;
  if (only === undefined) return '';
  if (changed.length === 1) return fill(words.nowIs, only.agentId, words[only.standing]);
  const critical = changed.filter(({ standing }) => standing === 'critical').length;
  return fill(words.manyChanged, changed.length, critical);
}
