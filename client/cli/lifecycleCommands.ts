import type { LifecycleAct } from '../../shared/protocol.ts';
import {
  done,
  optionFlag,
  optionText,
  UsageError,
  type Call,
  type Command,
  type Options,
} from './command.ts';
import { json } from './json.ts';

const reasonOption: Options = {
  json: { type: 'boolean', default: false },
  reason: { type: 'string' },
};

export const lifecycleCommands: readonly Command[] = [
  lifecycleCommand('pause', 'paused', 'refuse its check-ins and block its tools until resumed'),
  lifecycleCommand('resume', 'active again', 'let a paused or archived agent go on'),
  lifecycleCommand('archive', 'archived', 'put away an agent whose work is over'),
  lifecycleCommand('reset', 'reset', 'set its governance state back to the beginning'),
  {
    ...lifecycleCommand('delete', 'deleted', 'forget an agent for good'),
    usage: 'delete <id> --confirm [--reason text] [--json]',
    options: { ...reasonOption, confirm: { type: 'boolean', default: false } },
    run: (call, around) => {
      if (!optionFlag(call, 'confirm')) {
        throw new UsageError('Deleting cannot be undone: say --confirm.');
      }
      return lifecycleCommand('delete', 'deleted', '').run(call, around);
    },
  },
];

function lifecycleCommand(act: LifecycleAct, became: string, summary: string): Command {
  return {
    usage: `${act} <id> [--reason text] [--json]`,
    summary,
    options: reasonOption,
    async run(call, around) {
      const params = { act, agent_id: call.positionals[0] ?? '', ...reasonOf(call) };
      const result = await around.connect('ifNeeded').request('watchstander/lifecycle', params);
      const { agent_id, version } = result;
      around.print(
        optionFlag(call, 'json')
          ? json({ success: true, ...result })
          : `${JSON.stringify(agent_id)} is ${became} (version ${version}).\n`,
      );
      return done;
    },
  };
}

function reasonOf(call: Call): { reason?: string } {
  const reason = optionText(call, 'reason');
  return reason === undefined ? {} : { reason };
}
