import { historyFormats, type HistoryFormat } from '../export/historyText.ts';
import { optionFlag, optionText, UsageError, type Call } from './command.ts';

/**
 * What `--format` and `--json` say together; undefined when they say nothing.
 * @throws UsageError
 */
export function readFormat(call: Call): HistoryFormat | undefined {
  const format = optionText(call, 'format');
  const wantsJson = optionFlag(call, 'json');
  if (format === undefined) return wantsJson ? 'json' : undefined;
  const known = historyFormats.find((each) => each === format);
  if (known === undefined) {
    throw new UsageError(`--format must be json or csv, not ${JSON.stringify(format)}.`);
  }
  if (wantsJson && known === 'csv') throw new UsageError('--json and --format csv disagree.');
  return known;
}
