/** What was looked for, or null when nothing of that name is there. */
export async function ifThere<T>(sought: Promise<T>): Promise<T | null> {
  try {
    return await sought;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
