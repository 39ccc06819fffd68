/** Over which session each agent checks in: that of its newest check-in. */
export class SessionLinks {
  private readonly sessions = new Map<string, number>();
  private readonly agents = new Map<number, Set<string>>();

  link(agentId: string, session: number): void {
    const before = this.sessions.get(agentId);
    if (before === session) return;
    if (before !== undefined) this.agents.get(before)?.delete(agentId);
    this.sessions.set(agentId, session);
    const linked = this.agents.get(session);
    if (linked === undefined) this.agents.set(session, new Set([agentId]));
    else linked.add(agentId);
  }

  isLinked(agentId: string): boolean {
    return this.sessions.has(agentId);
  }

  /** The agents that checked in over this session and no later one. They are linked no longer. */
  end(session: number): readonly string[] {
    const ended = [...(this.agents.get(session) ?? [])];
    this.agents.delete(session);
    for (const agentId of ended) this.sessions.delete(agentId);
    return ended;
  }
}
