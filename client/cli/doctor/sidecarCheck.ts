import { version } from '../../../shared/build.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import type { Status } from '../../../shared/protocol.ts';
import { readInvitation } from '../../connection/home.ts';
import type { Surroundings } from '../command.ts';
import { formatAge } from '../output/figures.ts';
import { isProcessThere } from '../../connection/processState.ts';
import { gather, type Check, type Finding } from './check.ts';

/** The process that leads, and whether it answers. None is fine: it starts when somebody needs it. */
export const sidecarCheck: Check = {
  title: 'sidecar',
  async look(around) {
    const invitation = readInvitation(around.home);
    if (invitation === null) return { verdict: 'ok', found: 'None is running.' };
    const { pid, epoch } = invitation.endpoint;
    if (!isProcessThere(pid)) {
      const found = `None is running; the last one (pid ${pid}) ended without leaving in order.`;
      return { verdict: 'ok', found };
    }
    const status = await ask(around);
    if (status instanceof WatchstanderError) {
      return {
        verdict: 'wrong',
        found: `Process ${pid} (epoch ${epoch}) is there and does not answer: ${status.message}`,
        next_step: 'Run `watchstander start`: a sidecar that hangs is ended and replaced.',
      };
    }
    return gather([judgeVersion(status), judgeWrites(status)], describe(status));
  },
};

async function ask({ connect }: Surroundings): Promise<Status | WatchstanderError> {
  try {
    return await connect('never').request('watchstander/status', {});
  } catch (error) {
    if (error instanceof WatchstanderError) return error;
    throw error;
  }
}

function describe({ pid, epoch, uptime_s, sessions }: Status): string {
  const up = formatAge(uptime_s * 1_000);
  return `Process ${pid} leads epoch ${epoch}, up ${up}, sessions: ${sessions.length}.`;
}

function judgeVersion(status: Status): Finding {
  if (status.version === version) return { verdict: 'ok', found: '' };
  return {
    verdict: 'warning',
    found: `The sidecar is version ${status.version}, this command line is ${version}.`,
    next_step: 'Run `watchstander stop`; the next one starts from what is installed last.',
  };
}

function judgeWrites({ store }: Status): Finding {
  if (!store.read_only) return { verdict: 'ok', found: '' };
  return {
    verdict: 'wrong',
    found: `The store is read-only. ${store.error ?? ''}`,
    next_step: 'Make room on that disk; the sidecar tries again every 5 s.',
  };
}
