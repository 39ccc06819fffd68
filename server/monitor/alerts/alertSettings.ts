import { durationMs } from '../../../shared/policy/duration.ts';
import { matchesGlob } from '../../../shared/policy/glob.ts';
import type { AgentSettings } from '../../../shared/policy/policy.ts';
import type { AlertSettings } from './alertState.ts';

/** Asked with each check-in, and the same until the policy changes. */
const known = new WeakMap<AgentSettings, AlertSettings>();

/** What the policy says about the alerts of one agent. */
export function alertSettingsOf(settings: AgentSettings, agentId: string): AlertSettings {
  let unmuted = known.get(settings);
  if (unmuted === undefined) known.set(settings, (unmuted = unmutedSettings(settings)));
  const isMuted = settings.alerts.mute.some((glob) => matchesGlob(glob, agentId));
  return isMuted ? { ...unmuted, muted: true } : unmuted;
}

function unmutedSettings({ alerts, liveness }: AgentSettings): AlertSettings {
  return {
    kinds: alerts.kinds,
    critical_after: alerts.critical_after,
    degraded_after: alerts.degraded_after,
    closes_after: alerts.closes_after,
    cooldown_ms: durationMs(alerts.cooldown),
    snooze_ms: durationMs(alerts.snooze),
    silent_after_ms: durationMs(liveness.silent_after),
    muted: false,
  };
}
