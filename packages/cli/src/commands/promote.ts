import { moveStage } from '@model-delivery/use-cases/registry';
import type { Command } from '../command.ts';
import { textFlag } from '../flags.ts';
import { neededFlag, onlyWord } from '../needed.ts';
import { stageResult } from '../stage-result.ts';

export const promote: Command = {
  summary: 'Move an alias to a registered version. Writes alias-event.json.',
  usage: ['VERSION --to ALIAS --reason TEXT [--expect VERSION|none]'],
  flags: {
    to: { description: 'Alias that is to name the version, such as staging or champion.', value: 'ALIAS' },
    reason: { description: 'Why; it stands in the history.', value: 'TEXT' },
    expect: {
      description: 'What the alias must name now (none: it must not exist); otherwise exit 1.',
      value: 'VERSION',
    },
  },
  async run(host, call) {
    const version = onlyWord(call, 'promote', 'VERSION');
    const move = {
      action: 'promote' as const,
      version,
      alias: neededFlag(call, 'to', 'ALIAS'),
      reason: neededFlag(call, 'reason', 'TEXT'),
      expect: textFlag(call, 'expect'),
    };
    return stageResult(host, await moveStage(host, { config: call.config, out: call.out, failOn: call.failOn, move }));
  },
};
