import { resolve } from 'node:path';
import { exportFleet } from '../../export/fleetExport.ts';
import { writeNewFile } from '../../export/newFile.ts';
import { done, optionFlag, optionText, type Command } from '../command.ts';
import { readFormat } from '../historyFormat.ts';

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
    const format = readFormat(call) ?? 'json';
    const pieces = exportFleet(around.connect('ifNeeded'), around.clock, format);
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
