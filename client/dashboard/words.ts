/**
 * Every text of the page. The extension translates them and sends them with the first message; `{0}`
 * stands for the first value.
 */
export type Word = keyof ReturnType<typeof wordsIn>;
export type Words = Readonly<Record<Word, string>>;

/** In the language that `t` translates to. */
export function wordsIn(t: (english: string) => string) {
  return { ...healthWords(t), ...fleetWords(t), ...agentWords(t), ...chartWords(t) };
}

export const english: Words = wordsIn((text) => text);

/** What was sent, over what is known: a word that is missing is English, one that is unknown is left out. */
export function readWords(sent: Readonly<Record<string, string>>): Words {
  const names = Object.keys(english) as Word[];
  return Object.fromEntries(names.map((name) => [name, sent[name] ?? english[name]])) as Words;
}

export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d)\}/gu, (_, at: string) => String(values[Number(at)] ?? ''));
}

/** What an agent is, or an alert says of it. */
function healthWords(t: (english: string) => string) {
  return {
    agents: t('Agents'),
    allAgents: t('All agents'),
    dashboard: t('Watchstander dashboard'),
    critical: t('Critical'),
    degraded: t('Degraded'),
    unknown: t('Not yet assessed'),
    healthy: t('Healthy'),
    paused: t('Paused'),
    ended: t('Ended'),
    archived: t('Archived'),
    approve: t('approve'),
    revise: t('revise'),
    reject: t('reject'),
    gone: t('Gone'),
    silent: t('Silent'),
    stalled: t('Stalled'),
    recovered: t('Recovered'),
    waiting: t('Waiting for a person'),
  };
}

/** All agents. */
function fleetWords(t: (english: string) => string) {
  return {
    needsOne: t('1 agent needs attention.'),
    needsMany: t('{0} agents need attention.'),
    allWell: t('Nobody needs you: every agent at work is healthy.'),
    waitsOne: t('Every agent at work is healthy; 1 waits for a person.'),
    waitMany: t('Every agent at work is healthy; {0} wait for a person.'),
    countsLabel: t('Agents by health; press one to show only these'),
    filter: t('Filter agents'),
    filterHint: t('Id, reason or program'),
    noMatch: t('No agent matches the filter.'),
    clearFilter: t('Show all agents'),
    health: t('Health'),
    agent: t('Agent'),
    reason: t('Reason'),
    trend: t('Risk trend'),
    risk: t('Risk'),
    coherence: t('Coherence'),
    lastCheckIn: t('Last check-in'),
    harness: t('Program'),
    more: t('Show {0} more'),
    shownOf: t('{0} of {1} agents'),
    trendOf: t('Risk of the last {0} check-ins: from {1} to {2}, at most {3}'),
    noTrend: t('No trend yet'),
    now: t('now'),
    minutesAgo: t('{0} min ago'),
    hoursAgo: t('{0} h ago'),
    dayAgo: t('1 day ago'),
    daysAgo: t('{0} days ago'),
    unheard: t('Nothing has been heard of any agent yet.'),
    nobodyYet: t('No agent has checked in yet.'),
    nobodyYetMore: t(
      'Each appears here with its first check-in. Connect the program that your agents run in: what is written is shown first.',
    ),
  };
}

/** One agent, and what can be done. */
function agentWords(t: (english: string) => string) {
  return {
    connect: t('Connect an agent…'),
    start: t('Start sidecar'),
    log: t('Show log'),
    pause: t('Pause…'),
    resume: t('Resume'),
    document: t('Open its page'),
    exportCsv: t('Export CSV'),
    exportJson: t('Export JSON'),
    updates: t('{0} check-ins, the last one {1}'),
    byPerson: t('paused by a person'),
    byAgent: t('paused by an agent'),
    byPolicy: t('paused by the policy'),
    personDid: t('by a person'),
    agentDid: t('by an agent'),
    policyDid: t('by the policy'),
  };
}

/** One agent over time. */
function chartWords(t: (english: string) => string) {
  return {
    range: t('Time range'),
    hour: t('1 h'),
    day: t('24 h'),
    week: t('7 d'),
    all: t('All'),
    zoomIn: t('Zoom in'),
    zoomOut: t('Zoom out'),
    zoomReset: t('Reset zoom'),
    table: t('Table'),
    charts: t('Charts'),
    chartsHelp: t(
      'Drag to zoom. Keys: left and right move, plus and minus zoom, 0 resets, Shift with left and right goes from check-in to check-in.',
    ),
    chartsLabel: t('Charts of {0}'),
    energies: t('Energy, integrity, entropy, void'),
    budget: t('Exploration budget λ₁'),
    criticalFrom: t('critical ≥ {0}'),
    degradedFrom: t('degraded ≥ {0}'),
    criticalUnder: t('critical < {0}'),
    degradedUnder: t('degraded < {0}'),
    decisions: t('Decisions'),
    alerts: t('Alerts'),
    lifecycle: t('Lifecycle'),
    events: t('What happened'),
    noEvents: t('Nothing but healthy check-ins in this time.'),
    noPoints: t('No check-ins in this time.'),
    noPointsAtAll: t('This agent has no points yet.'),
    showAll: t('Show all of its time'),
    loading: t('Loading: {0} of {1} check-ins'),
    loaded: t('{0} check-ins'),
    time: t('Time'),
    version: t('Version'),
    decision: t('Decision'),
    event: t('Event'),
    tableLabel: t('Check-ins of {0}, newest first, exact values'),
    alertOpened: t('Alert: {0}'),
    alertClosed: t('Alert closed: {0}'),
    several: t('{0} × {1}'),
    nowIs: t('{0} is {1}'),
    manyChanged: t('{0} agents changed their health; {1} are critical'),
    unknownAgent: t('This agent is not known any more.'),
    at: t('At {0}: {1}'),
  };
}
