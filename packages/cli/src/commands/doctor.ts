import { canonicalJson, EXIT } from '@model-delivery/core';
import { diagnose } from '@model-delivery/use-cases/doctor';
import type { Command } from '../command.ts';
import { textFlag, usageError } from '../flags.ts';

const MARKS = { pass: 'ok  ', fail: 'FAIL', not_applicable: '-   ' } as const;

export const doctor: Command = {
  summary: 'Check configuration, files, engine, git and environment.',
  usage: ['[--config FILE] [--engine-path DIR]'],
  flags: { 'engine-path': { description: 'Directory with the DuckDB library.', value: 'DIR' } },
  async run(host, call) {
    if (call.words.length > 0) throw usageError(`doctor takes no word; found ${call.words[0]}.`, 'Run it without one.');
    const result = await diagnose(host, {
      config: call.config,
      out: call.out,
      enginePath: textFlag(call, 'engine-path'),
    });
    const lines = result.checks.map(
      (check) => `${MARKS[check.verdict]} ${check.id}: ${check.message}${check.hint ? `\n       ${check.hint}` : ''}`,
    );
    return {
      exitCode: result.verdict === 'pass' ? EXIT.pass : EXIT.fail,
      text: lines.join('\n'),
      json: canonicalJson(result),
    };
  },
};
