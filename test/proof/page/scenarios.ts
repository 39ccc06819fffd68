/** What has to be survived, by its name, and what proves it. */
export interface Scenario {
  readonly name: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  /** Parts of the long run that try it, too. */
  readonly parts: readonly string[];
}

const acceptance = 'test/integration/acceptance.test.ts';
const oneSidecar = 'test/integration/oneSidecar.test.ts';
const badInput = 'test/integration/mcpBadInput.test.ts';
const properties = 'test/unit/governance/properties.test.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'Chaos testing (random restarts)',
    tests: [
      {
        file: oneSidecar,
        title: 'kill -9 ten times: every acknowledged check-in is in the history',
      },
      { file: 'test/editor/windows.test.ts', title: 'kill -9 ten times: data again in both' },
    ],
    parts: ['simulation', 'locked', 'unlocked'],
  },
  {
    name: 'Concurrent updates',
    tests: [
      { file: acceptance, title: 'ten updates at once: all succeed, ten points' },
      { file: acceptance, title: 'a version that is not the newest is a conflict' },
    ],
    parts: ['unlocked'],
  },
  {
    name: 'Recovery scenarios (coherence collapse)',
    tests: [
      { file: acceptance, title: 'ten chaotic updates and ten good ones' },
      {
        file: 'test/unit/governance/acceptance.test.ts',
        title: 'chaos of independent values: critical and λ < 0.15, then recovery',
      },
      {
        file: 'test/integration/damagedStore.test.ts',
        title: 'flipped bytes: what is before them',
      },
    ],
    parts: ['properties', 'sweep'],
  },
  {
    name: 'Multi-process coordination',
    tests: [
      { file: oneSidecar, title: 'twenty shims at once on an empty home share one' },
      {
        file: 'test/integration/starting.test.ts',
        title: 'eight clients lose one at the same moment',
      },
      { file: 'test/editor/windows.test.ts', title: 'a check-in of a client that is not ours' },
    ],
    parts: ['lock', 'stock-lock', 'simulation'],
  },
  {
    name: 'State persistence',
    tests: [
      { file: acceptance, title: 'five updates, kill -9, restart: the sixth is bit for bit' },
      { file: acceptance, title: 'a request sent twice is applied once, also across a kill' },
    ],
    parts: ['simulation', 'sweep'],
  },
  {
    name: 'NaN and infinity',
    tests: [
      { file: properties, title: 'any numbers: finite and in range, the old state untouched' },
      { file: badInput, title: 'what can be put right is, and said so' },
      { file: badInput, title: 'wrong types and impossible ids are INVALID_INPUT' },
    ],
    parts: ['properties'],
  },
  {
    name: 'Full disk',
    tests: [
      { file: 'test/integration/fullDisk.test.ts', title: 'reads go on, writes are refused' },
    ],
    parts: ['simulation'],
  },
  {
    name: 'A sidecar that hangs',
    tests: [{ file: oneSidecar, title: 'a sidecar that hangs is ended and replaced' }],
    parts: ['locked'],
  },
  {
    name: 'Clock steps and sleep',
    tests: [
      { file: 'test/unit/monitor/silenceWatch.test.ts', title: 'a night’s sleep of the machine' },
    ],
    parts: [],
  },
  {
    name: 'Slow readers and bombs',
    tests: [
      { file: 'test/integration/wire.test.ts', title: 'one that asks and never reads is dropped' },
      { file: badInput, title: 'a line over all bounds is dropped; the shim goes on' },
    ],
    parts: [],
  },
];
