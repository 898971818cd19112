import { validateStage } from '@model-delivery/use-cases';
import type { Command } from '../command.ts';
import { textFlag, textFlags } from '../flags.ts';
import { policyFlag } from '../policy-flag.ts';
import { stageResult } from '../stage-result.ts';

export const validate: Command = {
  summary: 'Validate data: schema, rules, statistics, drift. Writes data-report.json.',
  usage: ['[--dataset NAME]… [--source FILE] [--policy FILE|REF] [--engine-path DIR]'],
  flags: {
    dataset: { description: 'Dataset of the configuration to validate (default all).', value: 'NAME', multiple: true },
    source: { description: 'File or glob that replaces the source of the one named (or only) dataset.', value: 'FILE' },
    policy: { description: 'Take waivers from this file or git revision, as a pull request does.', value: 'FILE|REF' },
    'engine-path': { description: 'Directory with the DuckDB library.', value: 'DIR' },
  },
  async run(host, call) {
    const datasets = [...textFlags(call, 'dataset'), ...call.words];
    const outcome = await validateStage(host, {
      config: call.config,
      out: call.out,
      failOn: call.failOn,
      asOf: call.asOf,
      datasets: datasets.length > 0 ? datasets : undefined,
      source: textFlag(call, 'source'),
      enginePath: textFlag(call, 'engine-path'),
      basePolicy: policyFlag(host, textFlag(call, 'policy')),
    });
    return stageResult(host, outcome);
  },
};
