import { resolve } from 'node:path';
import { exportFleet } from '../../export/fleetExport.ts';
import { historyFormats, type HistoryFormat } from '../../export/historyText.ts';
import { writeNewFile } from '../../export/newFile.ts';
import { done, optionFlag, optionText, UsageError, type Call, type Command } from '../command.ts';

export const exportCommand: Command = {
  usage: 'export [--format json|csv] [--out file] [--force] [--json]',
  summary: 'every agent with its record and history; --force writes over a file',
  options: {
    format: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  async run(call, around) {
    const pieces = exportFleet(around.connect('ifNeeded'), around.clock, readFormat(call));
    const out = optionText(call, 'out');
    if (out === undefined) {
      await around.pour(pieces);
      return done;
    }
    const path = resolve(out);
    const ifTaken = optionFlag(call, 'force') ? 'replace' : 'refuse';
    const bytes = await writeNewFile(path, pieces, ifTaken);
    around.print(`${path} (${bytes} bytes)\n`);
    return done;
  },
};

function readFormat(call: Call): HistoryFormat {
  const format = optionText(call, 'format') ?? 'json';
  const known = historyFormats.find((each) => each === format);
  if (known === undefined) {
    throw new UsageError(`--format must be json or csv, not ${JSON.stringify(format)}.`);
  }
  if (optionFlag(call, 'json') && known === 'csv') {
    throw new UsageError('--json and --format csv disagree.');
  }
  return known;
}
