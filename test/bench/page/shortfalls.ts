/** Why a figure may miss its target, and what was tried: told below a part in which it does. */
interface Shortfall {
  /** Of the figure, or of each whose name begins like this. */
  readonly figure: string;
  readonly why: string;
}

/** In the order of the parts. A figure that misses and is not here has not been looked into. */
const shortfalls: readonly Shortfall[] = [
  {
    figure: 'steps of one core',
    why:
      'A step is some hundred additions over 128 doubles; what grows with the fleet is the time to fetch ' +
      'them: at 10,000 agents they are some 20 MB, more than a processor keeps. Tried: sums in four ' +
      'lanes (kept).',
  },
  {
    figure: 'a step among 100000 agents',
    why: 'Their numbers, some 200 MB, come from memory each time. Nobody is known to run so many.',
  },
  {
    figure: 'check-ins ÷ echo',
    why:
      'The main thread is the limit. It takes about 105 µs a check-in, and 0.7 of the echo would leave ' +
      'it 95. A profile is flat: the largest places are the garbage collection (16 µs), the text of the ' +
      'log record (10), socket and JSON (15), validation (6), digest (6). What helped: one write and one ' +
      'fsync for all that waits, numbers as base64, answers as text, no work for alerts of a healthy ' +
      'agent, more room for what is short-lived (a fifth), compiled code that outlives pauses, no error ' +
      'made for each request. What did not: smaller batches, log records put together by hand, ' +
      'collection on one thread, one compiler more. It would need a binary frame and a validation that ' +
      'is not JSON and a schema.',
  },
  {
    figure: 'check-ins ÷ SQLite',
    why:
      'SQLite runs inside the process that asks, so it pays for no socket and for one agent at a time ' +
      'waits for nobody. Where 1.5 times its rate is above the bare echo, as where an fsync is as quick ' +
      'as here, nothing behind this socket can reach it.',
  },
  {
    figure: 'check-ins ÷ one JSON file',
    why:
      'The file has 50 agents here, and its writer pays no socket; each further agent makes it slower, ' +
      'and ours not.',
  },
  {
    figure: 'check-in ÷ (append + fsync + echo)',
    why:
      'The peer syncs on its main thread; ours on another one, which costs two changes of thread. An ' +
      'fsync on the main thread would meet the target, and a disk that hangs would then stop heartbeats, ' +
      'pauses and every window with it. Tried: windows told after the answer (kept), no gathering where ' +
      'nothing else comes (kept).',
  },
  {
    figure: 'longest stall',
    why:
      'The longest of 100,000 answers: a large garbage collection or a rotation, and what else two ' +
      'processors have to do in that moment; no call to the disk took as long (traced). Tried: a ' +
      'snapshot written in slices of 5 ms beside commits (kept).',
  },
  {
    figure: 'an update among',
    why:
      'A record that has not been touched for thousands of check-ins comes from memory and not from the ' +
      'cache, and its old values are freed from the older part of the heap. Tried: records packed while ' +
      'they rest (kept for memory), queues instead of maps (kept).',
  },
  {
    figure: 'failover',
    why:
      'Two thirds are the start of Node and of the code: 32 ms until the first line, 35 until all is ' +
      'evaluated, 30 until the new epoch is durable, then the clients. Tried: compiled code kept between ' +
      'starts (kept), a start-up snapshot (larger and slower), no option at the start for which Node ' +
      'compiles its own modules anew (kept: 20 ms), policy read while the last leader is looked for ' +
      '(kept), more room for what is short-lived at the start (no difference). It is met where nothing ' +
      'else runs on the machine; for more it would need a second process that waits.',
  },
  {
    figure: 'idle CPU',
    why:
      'The beats of eight sessions and the lock are all that is left. Tried: one wake-up for all that is ' +
      'due in the same step (kept).',
  },
];

/** A paragraph for each shortfall that shows in these figures. */
export function explain(missed: readonly string[]): string[] {
  const shown = shortfalls.filter(({ figure }) => missed.some((name) => name.startsWith(figure)));
  return shown.flatMap(({ figure, why }) => [`*${figure}*: ${why}`, '']);
}
