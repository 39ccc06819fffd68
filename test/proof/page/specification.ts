import type { Scenario } from './scenarios.ts';

/** The boxes of the specification, section by section, each with what ticks it. */
export interface Section {
  readonly title: string;
  readonly boxes: readonly Scenario[];
}

const zombies = 'test/integration/zombies.test.ts';
const processes = 'test/integration/processes.test.ts';
const oneSidecar = 'test/integration/oneSidecar.test.ts';
const metadata = 'test/unit/handlers/metadata.test.ts';
const parts = 'test/unit/governance/parts.test.ts';
const healthRow = 'in the reference ${riskFirst}';

export const specification: readonly Section[] = [
  {
    title: 'Process management',
    boxes: [
      {
        name: 'Facts about processes (psutil’s part; here without a native module)',
        tests: [
          ['test/unit/process/identity.test.ts', 'a child is alive, then dead'],
          [processes, 'everybody is there, with figures'],
        ],
        parts: [],
      },
      {
        name: 'Zombie cleanup on startup',
        tests: [
          [processes, 'a start clears up after the dead, says so, and touches nothing else'],
          [zombies, 'thirty mixed processes and records: exactly the right ones go'],
        ],
        parts: [],
      },
      {
        name: 'Process heartbeat',
        tests: [
          ['test/unit/process/record.test.ts', 'a record beats once a period'],
          ['test/unit/mcp/ownRecord.test.ts', 'the record of a shim beats once a period'],
          [processes, 'everybody is there, with figures'],
          [zombies, 'what beats again while it is watched is left alone'],
          [processes, 'a shim keeps its record over the sidecars that come and go'],
        ],
        parts: [],
      },
      {
        name: 'Process health monitoring',
        tests: [
          [processes, 'everybody is there, with figures'],
          [oneSidecar, 'a sidecar that hangs is ended and replaced'],
        ],
        parts: ['locked'],
      },
      {
        name: 'Graceful shutdown',
        tests: [
          [oneSidecar, 'a stop is graceful, and `status` never starts one'],
          [
            'test/integration/handover.test.ts',
            'while agents check in without a pause, nothing acknowledged is lost or doubled',
          ],
        ],
        parts: ['restarts'],
      },
    ],
  },
  {
    title: 'Consistency layer',
    boxes: [
      {
        name: 'File-based locking for a single writer',
        tests: [['test/chaos/store/lockRace.test.ts', 'rounds, one winner each']],
        parts: ['lock', 'locked', 'unlocked'],
      },
      {
        name: 'State versioning',
        tests: [
          [
            'test/integration/acceptance.test.ts',
            'a version that is not the newest is a conflict that says which is',
          ],
          ['test/unit/store/stored.test.ts', 'is read as it was written'],
        ],
        parts: ['crowd'],
      },
      {
        name: 'Conflict resolution for concurrent updates',
        tests: [
          [metadata, 'any interleaving of their edits gives the same set of tags'],
          [metadata, 'any interleaving of acts on one base ends in the safest'],
        ],
        parts: [],
      },
      {
        name: 'Atomic writes of metadata',
        tests: [['test/sim/crashPoints.test.ts', 'nothing acknowledged is lost']],
        parts: ['simulation'],
      },
      {
        name: 'Transaction-like updates',
        tests: [
          [
            'test/integration/requests.test.ts',
            'transactions that a kill cuts short are there as a whole or not at all, and once',
          ],
        ],
        parts: [],
      },
    ],
  },
  {
    title: 'Health thresholds',
    boxes: [
      { name: 'healthy: risk < 0.15', tests: [[parts, healthRow]], parts: [] },
      { name: 'degraded: 0.15 ≤ risk < 0.30', tests: [[parts, healthRow]], parts: [] },
      { name: 'critical: risk ≥ 0.30', tests: [[parts, healthRow]], parts: [] },
      { name: 'Coherence thresholds', tests: [[parts, healthRow]], parts: ['properties'] },
      { name: 'Void thresholds', tests: [[parts, 'what the void means is a setting']], parts: [] },
      {
        name: 'Health-based alerting',
        tests: [
          [
            'test/integration/alerts.test.ts',
            'an incident opens with its check-in, survives kill -9, and closes',
          ],
          ['test/unit/monitor/alertProperties.test.ts', 'a critical agent has an open incident'],
        ],
        parts: [],
      },
    ],
  },
];
