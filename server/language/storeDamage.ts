import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { StoreDamage } from '../../shared/storeReport.ts';

const start = { line: 0, character: 0 };

/**
 * A damaged store as Problems shows it: at the note beside the copy, which says what was found. Null
 * where no copy could be made: there is nothing to open, and the log has it.
 */
export function diagnoseDamage(
  damage: StoreDamage,
): { readonly uri: string; readonly diagnostic: Diagnostic } | null {
  const { found, kept, copy } = damage;
  if (copy === null) return null;
  return {
    uri: pathToFileURL(`${copy}.json`).href,
    diagnostic: {
      range: { start, end: start },
      severity: DiagnosticSeverity.Warning,
      source: 'watchstander',
      message:
        `${found}; ${kept}. A copy is kept in ${copy}. ` +
        'When it is not needed any more, remove the copy and this note.',
    },
  };
}
