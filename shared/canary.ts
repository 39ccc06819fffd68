/**
 * The canary of Connect: a before-tool event, sent through the command line that stands in a program's
 * configuration. The hook answers it with a deny, in the program's own format and with the reason below,
 * and does nothing else: no sidecar is asked, no agent is made, nothing is counted. So a deny that comes
 * out proves that this command line runs our hook and that the hook can stop a tool.
 */
const prefix = 'watchstander-canary-';

/** The session id of a canary; the nonce proves that the answer is to this one. */
export function canarySession(nonce: string): string {
  return prefix + nonce;
}

export function isCanarySession(sessionId: string): boolean {
  return sessionId.startsWith(prefix);
}

export function canaryReason(sessionId: string): string {
  return `The canary of Watchstander was stopped: ${sessionId}`;
}
