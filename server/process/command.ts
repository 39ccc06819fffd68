/** Runs a program of the platform and gives what it wrote; null when it failed or was not there. */
export type RunCommand = (file: string, args: readonly string[]) => Promise<string | null>;

const timeoutMs = 10_000;

/** Language and time zone are fixed: what is read here is compared as text later. */
export const runCommand: RunCommand = async (file, args) => {
  // A start on Linux runs none, and does without evaluating it.
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const options = { env, timeout: timeoutMs, windowsHide: true };
    execFile(file, [...args], options, (error, stdout) => {
      resolve(error === null ? stdout : null);
    });
  });
};
