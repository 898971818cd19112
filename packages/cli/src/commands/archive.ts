import { moveStage } from '@model-delivery/use-cases/registry';
import type { Command } from '../command.ts';
import { neededFlag, onlyWord } from '../needed.ts';
import { stageResult } from '../stage-result.ts';

export const archive: Command = {
  summary: 'Mark a version as not to be used any more; nothing is deleted. Writes alias-event.json.',
  usage: ['VERSION --reason TEXT'],
  flags: { reason: { description: 'Why; it stands in the history.', value: 'TEXT' } },
  async run(host, call) {
    const version = onlyWord(call, 'archive', 'VERSION');
    const move = { action: 'archive' as const, version, reason: neededFlag(call, 'reason', 'TEXT') };
    return stageResult(host, await moveStage(host, { config: call.config, out: call.out, failOn: call.failOn, move }));
  },
};
