import type { LifecycleAct, LifecycleResult } from '../../../shared/protocol.ts';
import { deleteAgent } from '../../export/agentDeletion.ts';
import {
  done,
  optionFlag,
  optionText,
  UsageError,
  type Call,
  type Command,
  type ExitCode,
  type Options,
  type Surroundings,
} from '../command.ts';
import { json } from '../output/json.ts';

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
    usage: 'delete <id> --confirm [--no-backup] [--reason text] [--json]',
    summary: 'forget an agent for good; its record and history are written to exports/ before',
    options: {
      ...reasonOption,
      confirm: { type: 'boolean', default: false },
      'no-backup': { type: 'boolean', default: false },
    },
    run: deleteAfterBackup,
  },
];

async function deleteAfterBackup(call: Call, around: Surroundings): Promise<ExitCode> {
  if (!optionFlag(call, 'confirm')) {
    throw new UsageError('Deleting cannot be undone: say --confirm.');
  }
  const wish = { backup: !optionFlag(call, 'no-backup'), ...reasonOf(call) };
  const { home, clock } = around;
  const place = { sidecar: around.connect('ifNeeded'), clock, home };
  const { result, backup } = await deleteAgent(call.positionals[0] ?? '', wish, place);
  const archived = backup === null ? {} : { archived_to: backup.file_path };
  around.print(
    optionFlag(call, 'json')
      ? json({ success: true, ...result, ...archived })
      : `${became(result, 'deleted')}${backup === null ? '' : `Its copy: ${backup.file_path}\n`}`,
  );
  return done;
}

function lifecycleCommand(act: LifecycleAct, word: string, summary: string): Command {
  return {
    usage: `${act} <id> [--reason text] [--json]`,
    summary,
    options: reasonOption,
    async run(call, around) {
      const params = { act, agent_id: call.positionals[0] ?? '', ...reasonOf(call) };
      const result = await around.connect('ifNeeded').request('watchstander/lifecycle', params);
      around.print(
        optionFlag(call, 'json') ? json({ success: true, ...result }) : became(result, word),
      );
      return done;
    },
  };
}

function became({ agent_id, version }: LifecycleResult, word: string): string {
  return `${JSON.stringify(agent_id)} is ${word} (version ${version}).\n`;
}

function reasonOf(call: Call): { reason?: string } {
  const reason = optionText(call, 'reason');
  return reason === undefined ? {} : { reason };
}
