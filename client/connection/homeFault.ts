import { failures } from '../../shared/errors.ts';

/**
 * Does something to the files of a home. What the system says of it is nothing a person could act on:
 * they have to know that it is about their home, and how to choose another.
 * @throws WatchstanderError UNAVAILABLE
 */
export function writingIn<T>(home: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw failures.unusableHome(home, 'written', codeOf(error));
  }
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
