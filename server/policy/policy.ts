import { defaultSettings, type Settings } from '../governance/settings.ts';

/** The policy in force, durations in milliseconds. The file that it comes from: policyFile.ts. */
export interface Policy {
  readonly settings: Settings;
  readonly liveness: {
    readonly silent_after_ms: number;
    readonly stale_after_ms: number;
    readonly idle_exit_ms: number;
  };
}

export const defaultPolicy: Policy = {
  settings: defaultSettings,
  liveness: { silent_after_ms: 600_000, stale_after_ms: 30_000, idle_exit_ms: 60_000 },
};
