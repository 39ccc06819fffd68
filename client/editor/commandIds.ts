/** Every command of the manifest; the thin part registers them, the late part carries them out. */
export const commandIds = [
  'watchstander.refresh',
  'watchstander.showAgent',
  'watchstander.pauseAgent',
  'watchstander.resumeAgent',
  'watchstander.copyAgentId',
  'watchstander.startSidecar',
  'watchstander.restartSidecar',
  'watchstander.showLog',
  'watchstander.showStatus',
  'watchstander.showMenu',
] as const;

export type CommandId = (typeof commandIds)[number];
