/** On which rows the manifest offers a command: the `viewItem` of its menus, as one expression. */
export const rowOffers = {
  'watchstander.showAgent': /^agent\.|^alert\./,
  'watchstander.showInDashboard': /^agent\./,
  'watchstander.exportAgent': /^agent\./,
  'watchstander.copyAgentId': /^agent\.|^alert\./,
  'watchstander.pauseAgent': /^agent\.active$|^alert\.open\./,
  'watchstander.resumeAgent': /^agent\.(paused|archived)$/,
  'watchstander.acknowledgeAlert': /^alert\.open\.unattended\./,
  'watchstander.snoozeAlert': /^alert\.open\..*\.awake\./,
  'watchstander.endSnooze': /^alert\.open\..*\.snoozed\./,
  'watchstander.muteAlerts': /^alert\.open\..*\.heard$/,
  'watchstander.unmuteAlerts': /^alert\..*\.muted$/,
  'watchstander.dismissAlert': /^alert\..*\.standing\./,
} as const;
