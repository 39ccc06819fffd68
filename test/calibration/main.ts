import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  defaultSettings,
  type Bounds,
  type HealthSettings,
} from '../../server/governance/settings.ts';
import { measure } from './measure.ts';
import { plotRoc } from './plot.ts';
import { writeReport } from './table.ts';

/** Entry of the calibration report; the two profiles side by side on fixed populations and faults. */

const usage = `node test/calibration/main.ts [--out folder] [--agents 400]
  [--risk 0.15,0.30] [--coherence 0.85,0.60] [--smoothing 0.3]
Prints the assumptions and a table; writes calibration.json and roc.svg into the folder.
Without any option the plot is that of the README, too: media/calibration.svg.`;

const plotOfReadme = join(import.meta.dirname, '../../media/calibration.svg');

interface Order {
  readonly out: string;
  readonly agents: number;
  readonly health: HealthSettings;
}

class UsageError extends Error {}

function readOrder(argv: readonly string[]): Order {
  const { health } = defaultSettings;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      out: { type: 'string', default: 'test-results/calibration' },
      agents: { type: 'string', default: '400' },
      risk: { type: 'string', default: `${health.risk.healthy},${health.risk.degraded}` },
      coherence: {
        type: 'string',
        default: `${health.coherence.healthy},${health.coherence.degraded}`,
      },
      smoothing: { type: 'string', default: String(health.smoothing) },
    },
  });
  const agents = Number(values.agents);
  if (!Number.isInteger(agents) || agents < 1)
    throw new UsageError('--agents: a whole number from 1');
  return {
    out: values.out,
    agents,
    health: {
      ...health,
      risk: readBounds('risk', values.risk),
      coherence: readBounds('coherence', values.coherence),
      smoothing: readShare('smoothing', values.smoothing),
    },
  };
}

function readBounds(name: string, text: string): Bounds {
  const parts = text.split(',');
  if (parts.length !== 2) throw new UsageError(`--${name}: two shares with a comma between them`);
  const [healthy = 0, degraded = 0] = parts.map((part) => readShare(name, part));
  return { healthy, degraded };
}

function readShare(name: string, text: string): number {
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1)) throw new UsageError(`--${name}: 0 to 1`);
  return share;
}

function main(argv: readonly string[]): number {
  let order: Order;
  try {
    order = readOrder(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return 2;
  }
  const measured = measure(order.agents, order.health);
  mkdirSync(order.out, { recursive: true });
  writeFileSync(join(order.out, 'calibration.json'), `${JSON.stringify(measured, null, 1)}\n`);
  writeFileSync(join(order.out, 'roc.svg'), plotRoc(measured));
  if (argv.length === 0) writeFileSync(plotOfReadme, plotRoc(measured));
  process.stdout.write(`${writeReport(measured)}${order.out}: calibration.json, roc.svg\n`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
