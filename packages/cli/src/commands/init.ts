import { canonicalJson, EXIT } from '@model-delivery/core';
import { init as initialise } from '@model-delivery/use-cases/init';
import type { Command } from '../command.ts';
import { textFlag, usageError } from '../flags.ts';

export const init: Command = {
  summary: 'Profile a file and write a commented configuration and a workflow that pass on it.',
  usage: ['[--data FILE] [--dir DIR] [--force]'],
  flags: {
    data: {
      description: 'Data file to profile (CSV, Parquet, JSON Lines); without it a template is written.',
      value: 'FILE',
    },
    dir: { description: 'Directory of the repository (default: here).', value: 'DIR' },
    force: { description: 'Overwrite files that are there.' },
    'engine-path': { description: 'Directory with the DuckDB library.', value: 'DIR' },
  },
  async run(host, call) {
    if (call.words.length > 0)
      throw usageError(`init takes no word; found ${call.words[0]}.`, 'Name the file with --data FILE.');
    const result = await initialise(host, {
      data: textFlag(call, 'data'),
      directory: textFlag(call, 'dir') ?? '.',
      force: call.values.force === true,
      enginePath: textFlag(call, 'engine-path'),
    });
    const proof = result.verdict === null ? [] : [`validated the data with it: ${result.verdict}`];
    const next = ['next: npx model-delivery validate, then commit the files'];
    return {
      exitCode: result.verdict === 'fail' ? EXIT.fail : result.verdict === 'error' ? EXIT.evidence : EXIT.pass,
      text: [...result.files.map((file) => `wrote ${file}`), ...proof, ...next].join('\n'),
      json: canonicalJson({ files: result.files }),
    };
  },
};
