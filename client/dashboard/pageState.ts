import * as z from 'zod/mini';
import { standings } from '../../shared/standing.ts';
import { ranges } from './chart/view.ts';
import { sortColumns } from './fleet/order.ts';

/** What a person has chosen on the page. It outlives the page: a hidden tab, a reload. */
const pageState = z.object({
  /** Null: all agents. */
  agentId: z.nullable(z.string()),
  sorting: z.object({
    column: z.enum(sortColumns),
    direction: z.enum(['ascending', 'descending']),
  }),
  text: z.string(),
  standings: z.array(z.enum(standings)),
  /** Null: the one that fits the agent. */
  range: z.nullable(z.enum(ranges)),
  /** Null: not zoomed. */
  view: z.nullable(z.object({ fromMs: z.number(), toMs: z.number() })),
  form: z.enum(['charts', 'table']),
});
export type PageState = Readonly<z.infer<typeof pageState>>;

const atFirst: PageState = {
  agentId: null,
  sorting: { column: 'health', direction: 'ascending' },
  text: '',
  standings: [],
  range: null,
  view: null,
  form: 'charts',
};

/** What was kept; what cannot be read, as of another version, is as at first. */
export function readPageState(kept: unknown): PageState {
  return pageState.safeParse(kept).data ?? atFirst;
}
