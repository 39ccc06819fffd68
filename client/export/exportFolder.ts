import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import type { Sidecar } from '../connection/pages.ts';
import { writeNewFile, type Pieces } from './newFile.ts';

export interface ExportPlace {
  readonly sidecar: Sidecar;
  readonly clock: Clock;
  /** Absolute path of the home: exports are in a folder of it. */
  readonly home: string;
}

export interface ExportedFile {
  readonly file_path: string;
  readonly filename: string;
  readonly file_size_bytes: number;
}

/**
 * Writes a new file under the home's `exports/`; whole, or not at all.
 * @throws WatchstanderError INVALID_INPUT when the name is taken.
 */
export async function writeExport(
  home: string,
  filename: string,
  pieces: Pieces,
): Promise<ExportedFile> {
  const folder = join(home, homeLayout.exports);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file_path = join(folder, filename);
  const file_size_bytes = await writeNewFile(file_path, pieces);
  return { file_path, filename, file_size_bytes };
}
