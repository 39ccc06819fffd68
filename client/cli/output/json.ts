import { inertJson } from './inertOutput.ts';

/** A result for programs: indented, because people read it too; ends with a newline. */
export function json(value: unknown): string {
  return `${inertJson(JSON.stringify(value, null, 2))}\n`;
}
