/** What CSV shows of a point in history. */
export const pointColumns = [
  'version',
  'time',
  'timestamp',
  'E',
  'I',
  'S',
  'V',
  'coherence',
  'risk',
  'risk_raw',
  'lambda1',
  'health',
  'action',
  'request_id',
] as const;

type Row<Name extends string> = Readonly<Record<Name, string | number | null>>;

/** RFC 4180 with plain newlines; null is an empty cell. */
export function formatCsv<Name extends string>(
  names: readonly Name[],
  rows: readonly Row<Name>[],
): string {
  return [`${names.join(',')}\n`, ...rows.map((row) => csvLine(names, row))].join('');
}

export function csvLine<Name extends string>(names: readonly Name[], row: Row<Name>): string {
  return `${names.map((name) => cell(row[name])).join(',')}\n`;
}

function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
