import { canonicalJson, EXIT } from '@model-delivery/core';
import { pullReference } from '@model-delivery/use-cases/registry';
import type { Command } from '../command.ts';
import { neededFlag, onlyWord } from '../needed.ts';

export const pull: Command = {
  summary: 'Write the files of a version to a directory, every byte verified.',
  usage: ['REF --to DIR'],
  flags: { to: { description: 'Directory that does not exist yet, or is empty.', value: 'DIR' } },
  async run(host, call) {
    const word = onlyWord(call, 'pull', 'version or alias');
    const to = neededFlag(call, 'to', 'DIR');
    const pulled = await pullReference(host, { config: call.config }, word, to);
    const count = pulled.files.length;
    const text = `Pulled ${pulled.version} to ${to}: ${count} ${count === 1 ? 'file' : 'files'}, verified.`;
    return { exitCode: EXIT.pass, text, json: canonicalJson(pulled) };
  },
};
