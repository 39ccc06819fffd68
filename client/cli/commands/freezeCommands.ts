import type { FreezeParams } from '../../../shared/hooks.ts';
import { done, optionFlag, optionText, UsageError, type Command } from '../command.ts';
import { json } from '../output/json.ts';

export const freezeCommands: readonly Command[] = [
  freezeCommand('pause', 'freeze', 'pause every agent at work: reports refused, tools blocked'),
  freezeCommand('resume', 'unfreeze', 'resume every agent that is paused'),
];

function freezeCommand(act: FreezeParams['act'], name: string, summary: string): Command {
  const became = act === 'pause' ? 'paused' : 'resumed';
  return {
    usage: `${name} --confirm [--reason text] [--json]`,
    summary,
    options: {
      json: { type: 'boolean', default: false },
      confirm: { type: 'boolean', default: false },
      reason: { type: 'string' },
    },
    async run(call, around) {
      if (!optionFlag(call, 'confirm'))
        throw new UsageError('It is about all agents: say --confirm.');
      const reason = optionText(call, 'reason');
      const params = reason === undefined ? { act } : { act, reason };
      const result = await around.connect('ifNeeded').request('watchstander/freeze', params);
      const { length } = result.agent_ids;
      around.print(
        optionFlag(call, 'json')
          ? json({ success: true, ...result })
          : `${length} ${length === 1 ? 'agent' : 'agents'} ${became}.\n`,
      );
      return done;
    },
  };
}
