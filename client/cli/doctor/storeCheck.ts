import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import type { StoreDamage, StoreFault, StoreReport } from '../../../shared/storeReport.ts';
import { sidecarEnvironment } from '../../connection/sidecarStart.ts';
import type { Surroundings } from '../command.ts';
import { formatBytes } from '../output/figures.ts';
import { gather, type Check, type Finding } from './check.ts';

const reportBytes = 16 * 1024 * 1024;
/** Of many faults of one kind the first ones tell. */
const toldFaults = 5;

/** Every byte of the store, read by the sidecar's program in a mode in which it only looks. */
export const storeCheck: Check = {
  title: 'store',
  async look(around) {
    const report = await readReport(around);
    if (!report.exists) return { verdict: 'ok', found: 'There is none yet.' };
    const findings = [
      judgePlace(report),
      ...judgeFaults(report),
      ...report.damage.map(describeDamage),
    ];
    return gather(findings, describe(report));
  },
};

async function readReport({ home, sidecarFile }: Surroundings): Promise<StoreReport> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [sidecarFile, '--home', home, '--check'],
    { env: sidecarEnvironment(process.env), maxBuffer: reportBytes, windowsHide: true },
  );
  return JSON.parse(stdout) as StoreReport;
}

function describe({ agents, points, segments, histories, bytes }: StoreReport): string {
  return (
    `Every record is valid: ${agents} agents, ${points} points, ${formatBytes(bytes)} in ` +
    `${segments} segments and ${histories} history files.`
  );
}

function judgePlace({ folder, file_system: { kind, is_shared } }: StoreReport): Finding {
  if (!is_shared) return { verdict: 'ok', found: '' };
  return {
    verdict: 'wrong',
    found: `${folder} is on a shared file system (${kind ?? ''}), where a store would lose updates.`,
    next_step: 'Set WATCHSTANDER_HOME to a folder on a local disk.',
  };
}

function judgeFaults({ folder, faults }: StoreReport): Finding[] {
  const told = faults.slice(0, toldFaults).map((fault) => describeFault(fault, folder));
  const rest = faults.length - told.length;
  return rest === 0 ? told : [...told, { verdict: 'wrong', found: `And ${rest} more.` }];
}

function describeFault({ file, verdict, what }: StoreFault, folder: string): Finding {
  return {
    verdict,
    found: `${file}: ${what}.`,
    next_step:
      `Copy ${folder} somewhere safe. A start keeps what is valid, and says what it found; ` +
      'to have the rest back, stop the sidecar and put the folder back from a backup.',
  };
}

function describeDamage({ timestamp, found, kept, copy }: StoreDamage): Finding {
  return {
    verdict: 'warning',
    found: `On ${timestamp}: ${found}; ${kept}.`,
    next_step: `The damaged file is kept as ${copy ?? ''}; remove it and its .json when not needed.`,
  };
}
