export const agentCommandIds = [
  'watchstander.showAgent',
  'watchstander.pauseAgent',
  'watchstander.resumeAgent',
  'watchstander.actOnAgent',
  'watchstander.copyAgentId',
  'watchstander.groupByHealth',
  'watchstander.groupByProgram',
  'watchstander.groupByFolder',
  'watchstander.filterAgents',
  'watchstander.clearAgentFilter',
  'watchstander.showMoreAgents',
] as const;
export type AgentCommandId = (typeof agentCommandIds)[number];

export const alertCommandIds = [
  'watchstander.showAlerts',
  'watchstander.acknowledgeAlert',
  'watchstander.snoozeAlert',
  'watchstander.endSnooze',
  'watchstander.muteAlerts',
  'watchstander.unmuteAlerts',
  'watchstander.dismissAlert',
] as const;
export type AlertCommandId = (typeof alertCommandIds)[number];

export const connectCommandIds = [
  'watchstander.connectAgent',
  'watchstander.disconnectAgent',
] as const;
export type ConnectCommandId = (typeof connectCommandIds)[number];

export const processCommandIds = [
  'watchstander.showProcesses',
  'watchstander.refreshProcesses',
  'watchstander.cleanUpProcesses',
  'watchstander.stopSidecar',
] as const;
export type ProcessCommandId = (typeof processCommandIds)[number];

export const freezeCommandIds = [
  'watchstander.pauseAllAgents',
  'watchstander.resumeAllAgents',
] as const;
export type FreezeCommandId = (typeof freezeCommandIds)[number];

export const demoCommandIds = ['watchstander.startDemo', 'watchstander.endDemo'] as const;
export type DemoCommandId = (typeof demoCommandIds)[number];

export const dashboardCommandIds = [
  'watchstander.openDashboard',
  'watchstander.showInDashboard',
] as const;
export type DashboardCommandId = (typeof dashboardCommandIds)[number];

export const exportCommandIds = [
  'watchstander.exportAgent',
  'watchstander.exportAllAgents',
] as const;
export type ExportCommandId = (typeof exportCommandIds)[number];

/** Every command of the manifest; the thin part registers them, the late part carries them out. */
export const commandIds = [
  'watchstander.refresh',
  'watchstander.startSidecar',
  'watchstander.restartSidecar',
  'watchstander.showLog',
  'watchstander.openSidecarLog',
  'watchstander.showStatus',
  'watchstander.openPolicy',
  'watchstander.showMenu',
  'watchstander.openWalkthrough',
  ...agentCommandIds,
  ...alertCommandIds,
  ...connectCommandIds,
  ...processCommandIds,
  ...freezeCommandIds,
  ...demoCommandIds,
  ...dashboardCommandIds,
  ...exportCommandIds,
] as const;

export type CommandId = (typeof commandIds)[number];
