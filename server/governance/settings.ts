import type { Health, Profile } from '../../shared/model.ts';

/** What a policy may change for an agent. */
export interface Settings {
  readonly profile: Profile;
  readonly health: HealthSettings;
}

export interface HealthSettings {
  /** Healthy below `healthy`, degraded below `degraded`, else critical; 0..1, in this order. */
  readonly risk: Bounds;
  /** Healthy from `healthy` up, degraded from `degraded` up, else critical; 0..1, in reverse order. */
  readonly coherence: Bounds;
  /** The best health that an agent in the void can have. */
  readonly void: Health;
  /** Weight of the newest value; 0..1. Unused by the reference profile. */
  readonly smoothing: number;
}

export interface Bounds {
  readonly healthy: number;
  readonly degraded: number;
}

export const defaultSettings: Settings = {
  profile: 'calibrated',
  health: {
    risk: { healthy: 0.15, degraded: 0.3 },
    coherence: { healthy: 0.85, degraded: 0.6 },
    void: 'critical',
    smoothing: 0.3,
  },
};
