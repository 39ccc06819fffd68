import { admitAgentId } from '../../../shared/admission.ts';
import { healthStates, profiles } from '../../../shared/model.ts';
import { alertTriggers } from '../../../shared/policy/policy.ts';
import { choice, count, list, number, object, success, text } from './jsonSchema.ts';
import { reads, type Tool } from './tool.ts';

const duration = text('A whole number and a unit: ms, s, m, h or d');
const bounds = (meaning: string) =>
  object({ healthy: number(meaning), degraded: number('Critical beyond') });

export const thresholds: Tool = {
  name: 'get_thresholds',
  title: 'Thresholds in force',
  description:
    'The limits by which health is judged, when alerts open and when silence counts, as in force ' +
    'for one agent or, without agent_id, for all. People set them in policy.json; no tool does.',
  input: object({ agent_id: text('Id of an agent, also of one that has not checked in yet') }, [
    'agent_id',
  ]),
  output: success({
    profile: choice(profiles),
    health: object({
      risk: bounds('Degraded from here up'),
      coherence: bounds('Degraded under this'),
      void: choice(healthStates, 'At best, while in the void'),
      smoothing: number('Weight of the newest update, 0 to 1'),
    }),
    alerts: object({
      kinds: list(choice(alertTriggers), 'What opens an alert'),
      critical_after: count('Updates in a row'),
      degraded_after: count('Updates in a row'),
      closes_after: count('Healthy updates in a row'),
      cooldown: duration,
      snooze: duration,
      mute: list(text(), 'Globs over agent ids'),
    }),
    liveness: object({ silent_after: duration, stale_after: duration, idle_exit: duration }),
  }),
  annotations: reads,
  async run({ agent_id }, { sidecar }) {
    const params = agent_id === undefined ? {} : { agent_id: admitAgentId(agent_id) };
    const inForce = await sidecar.request('watchstander/thresholds', params);
    const { profile, health, alerts, liveness } = inForce;
    return { success: true, profile, health, alerts, liveness };
  },
};
