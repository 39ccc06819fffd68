import { randomUUID } from 'node:crypto';
import { admitCheckIn } from '../../shared/admission.ts';
import { parameterCount } from '../../shared/model.ts';
import type { CheckInParams } from '../../shared/protocol.ts';
import { seededRandom } from '../support/seededRandom.ts';

/** How many different agents the message is sent for where nothing else is said. */
export const agentCount = 50;

const sentence = 'Looked at the next file, found what was asked for and changed it. ';
const textLength = 300;

/**
 * The fixed message: 128 random doubles and a text of 300 characters, as it travels (the text is
 * measured at the edge). Equal numbers would make every contender that parses several times faster.
 */
export function messageOf(agentId: string, seed: number): CheckInParams {
  const random = seededRandom(seed);
  const { checkIn } = admitCheckIn({
    agent_id: agentId,
    parameters: Array.from({ length: parameterCount }, () => random.uniform()),
    ethical_drift: [0.01 * random.uniform(), 0.01 * random.uniform(), 0.01 * random.uniform()],
    response_text: sentence.repeat(textLength / sentence.length + 1).slice(0, textLength),
    complexity: random.uniform(),
  });
  return checkIn;
}

export function agentName(at: number): string {
  return `bench-agent-${String(at).padStart(5, '0')}`;
}

/** One message for each of some agents. */
export function messagesFor(agents: number): readonly CheckInParams[] {
  return Array.from({ length: agents }, (_, at) => messageOf(agentName(at), at + 1));
}

/** As the client library sends it: each with a request id of its own. */
export function asSent(message: CheckInParams): CheckInParams {
  return { request_id: randomUUID(), ...message };
}
