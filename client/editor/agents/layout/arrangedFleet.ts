import type { AgentRow } from '../../../../shared/model.ts';
import type { Fleet } from '../../fleet.ts';
import {
  arrange,
  changedSections,
  mostRows,
  placeOf,
  type Arrangement,
  type Layout,
} from './arrangement.ts';

/** As it is at any moment. */
interface LayoutSource {
  readonly current: Layout;
}

const nothing: Arrangement = { sections: [], children: new Map(), matching: 0 };

/** Where each agent of the fleet is shown in this layout, worked out when it is asked for. */
export class ArrangedFleet {
  private readonly fleet: Pick<Fleet, 'rows' | 'row'>;
  private readonly layout: LayoutSource;
  private arranged: Arrangement | null = null;
  /** Of every agent, as of the arrangement. */
  private places = new Map<string, string>();

  constructor(fleet: Pick<Fleet, 'rows' | 'row'>, layout: LayoutSource) {
    this.fleet = fleet;
    this.layout = layout;
  }

  get current(): Arrangement {
    if (this.arranged !== null) return this.arranged;
    const { rows } = this.fleet;
    this.arranged = rows.size === 0 ? nothing : arrange(rows, this.layout.current);
    this.places = new Map([...rows].map(([id, row]) => [id, this.placeOf(row)]));
    return this.arranged;
  }

  /** More agents than are shown at once. */
  get isCrowded(): boolean {
    return this.fleet.rows.size > mostRows;
  }

  /** With those that were shown and are gone. */
  get everyone(): ReadonlySet<string> {
    return new Set([...this.places.keys(), ...this.fleet.rows.keys()]);
  }

  childrenOf(agentId: string): readonly string[] {
    return this.current.children.get(agentId) ?? [];
  }

  /** With whomever they work for: rows say how those below them are. */
  withParents(agentIds: Iterable<string>): ReadonlySet<string> {
    const found = new Set(agentIds);
    for (const id of found) {
      const parent = this.fleet.row(id)?.parent ?? null;
      if (parent !== null) found.add(parent);
    }
    return found;
  }

  /** Anything may be elsewhere. */
  forget(): void {
    this.arranged = null;
  }

  /** The groups that these came to or left; null when the groups themselves are others. */
  moved(agentIds: Iterable<string>): readonly string[] | null {
    const before = this.arranged;
    if (before === null) return null;
    if (!this.isMoved(agentIds)) return [];
    this.arranged = null;
    return changedSections(before, this.current);
  }

  /** Does one of these come, go, or belong elsewhere? */
  private isMoved(agentIds: Iterable<string>): boolean {
    for (const id of agentIds) {
      const row = this.fleet.row(id);
      if (row === undefined || this.places.get(id) !== this.placeOf(row)) return true;
    }
    return false;
  }

  private placeOf(row: AgentRow): string {
    return placeOf(row, this.layout.current, this.isCrowded);
  }
}
