import { moveStage } from '@model-delivery/use-cases/registry';
import type { Command } from '../command.ts';
import { textFlag } from '../flags.ts';
import { neededFlag, noWord } from '../needed.ts';
import { stageResult } from '../stage-result.ts';

export const rollback: Command = {
  summary: 'Move an alias back to the version before. Writes alias-event.json.',
  usage: ['--alias ALIAS --reason TEXT [--to VERSION]'],
  flags: {
    alias: { description: 'Alias that goes back.', value: 'ALIAS' },
    reason: { description: 'Why; it stands in the history.', value: 'TEXT' },
    to: { description: 'An earlier version of the alias (default: the one under the current one).', value: 'VERSION' },
  },
  async run(host, call) {
    noWord(call, 'rollback', '--alias ALIAS');
    const move = {
      action: 'rollback' as const,
      alias: neededFlag(call, 'alias', 'ALIAS'),
      reason: neededFlag(call, 'reason', 'TEXT'),
      to: textFlag(call, 'to'),
    };
    return stageResult(host, await moveStage(host, { config: call.config, out: call.out, failOn: call.failOn, move }));
  },
};
