import type { ClientLog, Read, Update } from './clientLog.ts';

/** What can be wrong between what clients were told and what the store holds. */
export const faultKinds = [
  'lost',
  'doubled',
  'missing',
  'invented',
  'went back',
  'out of order',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly what: string;
}

export interface KeptPoint {
  readonly version: number;
  readonly mark: string;
}

/** What the store has of an agent in the end. */
export interface KeptAgent {
  /** The version of its record. */
  readonly newest: number;
  /** Its whole history. */
  readonly points: readonly KeptPoint[];
}

export type Kept = ReadonlyMap<string, KeptAgent>;

/**
 * Whether the log has the order of everything that happened to all clients, or only the answers, each
 * client's in its own order.
 */
export type View = 'all in one order' | 'answers of each';

/** All faults; none is what was promised. */
export function checkHistories(log: ClientLog, kept: Kept, view: View): Fault[] {
  return [
    ...[...kept].flatMap(([agent, held]) => faultsOfAgent(agent, held)),
    ...faultsOfUpdates(log.updates, kept),
    ...(view === 'answers of each' ? [] : inventions(log.updates, kept)),
    ...faultsOfOrder(log, view),
  ];
}

/** Versions are 1, 2, 3, … and no update is there twice. */
function faultsOfAgent(agent: string, { newest, points }: KeptAgent): Fault[] {
  const versions = new Set(points.map(({ version }) => version));
  const highest = points.reduce((most, { version }) => Math.max(most, version), newest);
  const gaps = [...Array(highest).keys()].map((at) => at + 1).filter((one) => !versions.has(one));
  const marks = new Set(points.map(({ mark }) => mark));
  const twice = Math.max(points.length - marks.size, points.length - versions.size);
  return [
    ...gaps.map((version) => ({ kind: 'missing' as const, what: `${agent}: no ${version}` })),
    ...(twice > 0 ? [{ kind: 'doubled' as const, what: `${agent}: ${twice} twice` }] : []),
  ];
}

/** What was acknowledged is there as what it was acknowledged as; no version was given twice. */
function faultsOfUpdates(updates: readonly Update[], kept: Kept): Fault[] {
  const held = new Map<string, Map<number, string>>();
  for (const [agent, { points }] of kept) {
    held.set(agent, new Map(points.map(({ version, mark }) => [version, mark])));
  }
  const given = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { agent, mark, answer } of updates) {
    if (answer === null) continue;
    const { version } = answer;
    const found = held.get(agent)?.get(version);
    const name = `${agent} ${version}`;
    if (found !== mark) {
      faults.push({ kind: 'lost', what: `${name} was ${mark}, is ${found ?? 'nothing'}` });
    }
    const other = given.get(name);
    if (other !== undefined) {
      faults.push({ kind: 'doubled', what: `${name} was given to ${other} and ${mark}` });
    }
    given.set(name, mark);
  }
  return faults;
}

/** Nothing is there that nobody asked for. */
function inventions(updates: readonly Update[], kept: Kept): Fault[] {
  const asked = new Set(updates.map(({ agent, mark }) => `${agent} ${mark}`));
  return [...kept].flatMap(([agent, { points }]) =>
    points
      .filter(({ mark }) => !asked.has(`${agent} ${mark}`))
      .map(({ mark }) => ({ kind: 'invented' as const, what: `${agent}: ${mark}` })),
  );
}

type Event = {
  readonly client: string;
  readonly agent: string;
  readonly began: number;
  readonly ended: number;
} & (
  | { readonly kind: 'update'; readonly version: number }
  | { readonly kind: 'read'; readonly version: number }
);

/**
 * Whatever began when a version was known to anybody shows that one or a later one, and an update
 * gets a later one: so reads never go back, and what one client does one after the other stays in
 * that order.
 */
function faultsOfOrder({ updates, reads }: ClientLog, view: View): Fault[] {
  const scope = ({ client, agent }: Event): string =>
    view === 'all in one order' ? agent : `${client} ${agent}`;
  const events = [...updates.flatMap(eventOf), ...reads.map(readEvent)];
  const byEnd = [...events].sort((one, other) => one.ended - other.ended);
  const known = new Map<string, number>();
  const faults: Fault[] = [];
  let at = 0;
  for (const event of events.sort((one, other) => one.began - other.began)) {
    for (let end = byEnd[at]; end !== undefined && end.ended < event.began; end = byEnd[at]) {
      known.set(scope(end), Math.max(known.get(scope(end)) ?? 0, end.version));
      at += 1;
    }
    const fault = faultOf(event, known.get(scope(event)) ?? 0);
    if (fault !== null) faults.push(fault);
  }
  return faults;
}

function faultOf({ kind, agent, version }: Event, known: number): Fault | null {
  const what = `${agent}: ${version} when ${known} was known`;
  if (kind === 'read') return version < known ? { kind: 'went back', what } : null;
  return version <= known ? { kind: 'out of order', what } : null;
}

function eventOf({ client, agent, began, answer }: Update): Event[] {
  return answer === null ? [] : [{ kind: 'update', client, agent, began, ...answer }];
}

function readEvent(read: Read): Event {
  return { kind: 'read', ...read };
}

/** How many of each kind; zeros too, for the report. */
export function countFaults(faults: readonly Fault[]): Record<FaultKind, number> {
  const count = (kind: FaultKind): number => faults.filter((fault) => fault.kind === kind).length;
  return Object.fromEntries(faultKinds.map((kind) => [kind, count(kind)])) as Record<
    FaultKind,
    number
  >;
}
