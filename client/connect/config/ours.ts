/** Recognises the launcher of any home: one program reports to one Watchstander. */
export function isOurHook(command: string): boolean {
  return /[\\/]bin[\\/]watchstander(\.cmd)?["']?\s+hook\s/.test(command);
}

export function isOurServer(value: unknown): boolean {
  const { command, args } = (value ?? {}) as { command?: unknown; args?: unknown };
  const words: readonly unknown[] = [command, ...(Array.isArray(args) ? (args as unknown[]) : [])];
  return words.some((word) => typeof word === 'string' && isLauncher(word));
}

function isLauncher(word: string): boolean {
  return /[\\/]bin[\\/]watchstander(\.cmd)?$/.test(word);
}
