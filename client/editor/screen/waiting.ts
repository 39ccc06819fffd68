import * as vscode from 'vscode';

/**
 * Says that something takes its time, and lets a person stop waiting for it.
 * @param work ends soon after its signal, by rejecting with the reason of it.
 * @returns undefined when it was stopped.
 */
export async function waitWithCancel<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  const location = vscode.ProgressLocation.Notification;
  const options = { location, title, cancellable: true };
  try {
    return await vscode.window.withProgress(options, (_progress, cancel) => {
      cancel.onCancellationRequested(() => stop.abort());
      return work(stop.signal);
    });
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason) return undefined;
    throw error;
  }
}
