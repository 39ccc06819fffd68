/** Something that must hold or be survived, by its name, and what proves it. */
export interface Scenario {
  readonly name: string;
  /** Files, and how a test in them is called or begins. */
  readonly tests: readonly (readonly [file: string, title: string])[];
  /** Parts of the long run that try it, too. */
  readonly parts: readonly string[];
}

const acceptance = 'test/integration/acceptance.test.ts';
const oneSidecar = 'test/integration/oneSidecar.test.ts';
const badInput = 'test/integration/mcpBadInput.test.ts';
const nonFinite = 'test/integration/nonFinite.test.ts';
const crowd = 'test/chaos/sidecar/crowd.test.ts';
const abuse = 'test/integration/abuse.test.ts';
const fuzz = 'test/unit/fuzz/fuzz.test.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'Chaos restarts (random)',
    tests: [
      [crowd, '8 restarts of the whole sidecar under 8 clients'],
      [oneSidecar, 'kill -9 ten times: every acknowledged check-in is in the history'],
      ['test/editor/failover.test.ts', 'kill -9 again and again: data again in both'],
    ],
    parts: ['simulation', 'locked', 'unlocked', 'restarts'],
  },
  {
    name: 'Concurrent updates',
    tests: [
      [crowd, '50 clients, 2,000 check-ins: every answer true, in order, once'],
      [acceptance, 'ten updates at once: all succeed, ten points'],
      [acceptance, 'a version that is not the newest is a conflict'],
    ],
    parts: ['crowd', 'unlocked'],
  },
  {
    name: 'Recovery from coherence collapse',
    tests: [
      [acceptance, 'ten chaotic updates and ten good ones'],
      [
        'test/unit/governance/acceptance.test.ts',
        'chaos of independent values: critical and λ < 0.15, then recovery',
      ],
    ],
    parts: ['properties'],
  },
  {
    name: 'Recovery from damage',
    tests: [
      ['test/integration/damagedStore.test.ts', 'flipped bytes: what is before them'],
      ['test/unit/store/damage.test.ts', 'cut at every byte, it is exactly what was acknowledged'],
    ],
    parts: ['sweep', 'fuzz'],
  },
  {
    name: 'Multi-process coordination',
    tests: [
      ['test/integration/coordination.test.ts', 'all see one fleet, every version once'],
      [oneSidecar, 'twenty shims at once on an empty home share one'],
      ['test/integration/starting.test.ts', 'eight clients lose one at the same moment'],
      ['test/editor/failover.test.ts', 'a check-in of a client that is not ours'],
    ],
    parts: ['lock', 'stock-lock', 'simulation'],
  },
  {
    name: 'State persistence',
    tests: [
      [acceptance, 'five updates, kill -9, restart: the sixth is bit for bit'],
      [acceptance, 'a request sent twice is applied once, also across a kill'],
      ['test/unit/store/stored.test.ts', 'is read as it was written'],
    ],
    parts: ['simulation', 'sweep', 'restarts'],
  },
  {
    name: 'NaN and infinity, every entrance to every exit',
    tests: [
      [nonFinite, 'an agent over MCP: taken as 0 with a warning, or refused'],
      [nonFinite, 'a peer on the socket: refused at the door, nothing is stored'],
      [nonFinite, 'a hook, the policy file and the command line: none gets one in'],
      [nonFinite, 'every exit has finite numbers only'],
      ['test/unit/governance/properties.test.ts', 'any numbers: finite and in range'],
    ],
    parts: ['properties', 'fuzz'],
  },
  {
    name: 'Handover to another version, under load',
    tests: [
      ['test/integration/handover.test.ts', 'a newer client takes over gracefully'],
      ['test/integration/handover.test.ts', 'while agents check in without a pause'],
      ['test/editor/suites/handover.test.ts', 'the updated one takes over without a word'],
    ],
    parts: ['restarts'],
  },
  {
    name: 'Clock steps',
    tests: [
      [
        'test/unit/store/clockSteps.test.ts',
        'forwards and back: versions go on, requests count once, nothing of the history goes',
      ],
    ],
    parts: [],
  },
  {
    name: 'Sleep and wake',
    tests: [
      ['test/unit/monitor/silenceWatch.test.ts', 'a night’s sleep of the machine'],
      ['test/integration/zombies.test.ts', 'after a sleep of the machine the watch begins anew'],
    ],
    parts: ['locked', 'unlocked', 'restarts'],
  },
  {
    name: 'A sidecar that hangs',
    tests: [[oneSidecar, 'a sidecar that hangs is ended and replaced']],
    parts: ['locked'],
  },
  {
    name: 'Full disk',
    tests: [
      ['test/integration/fullDisk.test.ts', 'reads go on, writes are refused'],
      ['test/sim/failures.test.ts', 'a disk that gets full at any byte'],
    ],
    parts: ['simulation', 'io-errors'],
  },
  {
    name: 'I/O errors',
    tests: [
      ['test/chaos/store/ioErrors.test.ts', 'nothing acknowledged is lost'],
      ['test/sim/failures.test.ts', 'nothing acknowledged is lost'],
    ],
    parts: ['simulation', 'io-errors'],
  },
  {
    name: 'Slow readers',
    tests: [
      ['test/integration/wire.test.ts', 'one that asks and never reads is dropped'],
      [abuse, 'slow readers: ask for pages and take nothing'],
    ],
    parts: [],
  },
  {
    name: 'Bombs and floods',
    tests: [
      [abuse, 'framing bombs: false lengths, endless headers, garbage'],
      [abuse, 'a flood of requests'],
      [abuse, 'two hundred sessions'],
      [badInput, 'a line over all bounds is dropped; the shim goes on'],
    ],
    parts: ['fuzz', 'fuzz-processes'],
  },
  {
    name: 'Anything at every entrance',
    tests: [
      [fuzz, 'cases, each taken or refused in words'],
      ['test/integration/fuzz.test.ts', '500 cases: sidecar and shim live on'],
    ],
    parts: ['fuzz', 'fuzz-processes'],
  },
  {
    name: 'Nothing left behind',
    tests: [['test/integration/cycles.test.ts', 'sessions of windows leave nothing behind']],
    parts: [],
  },
];
