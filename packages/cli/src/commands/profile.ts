import { canonicalJson, EXIT, type Host } from '@model-delivery/core';
import {
  compareProfiles,
  type WrittenProfile,
  writeMergedProfile,
  writeProfile,
} from '@model-delivery/use-cases/profile';
import type { Command, CommandResult } from '../command.ts';
import { type Call, textFlag, usageError } from '../flags.ts';

export const profile: Command = {
  summary: 'Write, merge or compare data profiles: what drift is measured against.',
  usage: [
    '(--dataset NAME | --source FILE) [--to FILE] [--like PROFILE]',
    'merge PROFILE PROFILE… --to FILE',
    'diff REFERENCE CURRENT',
  ],
  flags: {
    dataset: { description: 'Dataset of the configuration.', value: 'NAME' },
    source: { description: 'File or glob; with --dataset it replaces its source.', value: 'FILE' },
    to: { description: 'Where the profile is written (default OUT/data-profile.json).', value: 'FILE' },
    like: { description: 'Take the bins of this profile, so that the two can be merged.', value: 'PROFILE' },
    'engine-path': { description: 'Directory with the DuckDB library.', value: 'DIR' },
  },
  run(host, call) {
    const [verb, ...paths] = call.words;
    if (verb === 'merge') return Promise.resolve(merge(host, call, paths));
    if (verb === 'diff') return Promise.resolve(diff(host, paths));
    if (verb !== undefined)
      throw usageError(`profile knows merge and diff; found ${verb}.`, 'Name a file with --source FILE.');
    return write(host, call);
  },
};

async function write(host: Host, call: Call): Promise<CommandResult> {
  const dataset = textFlag(call, 'dataset');
  const source = textFlag(call, 'source');
  if (dataset === undefined && source === undefined) {
    throw usageError(
      'profile needs --dataset NAME or --source FILE.',
      'Run `model-delivery profile --help` for its flags.',
    );
  }
  const written = await writeProfile(host, {
    config: call.config,
    dataset,
    source,
    like: textFlag(call, 'like'),
    to: textFlag(call, 'to') ?? `${call.out}/data-profile.json`,
    enginePath: textFlag(call, 'engine-path'),
  });
  return result(written);
}

function merge(host: Host, call: Call, paths: readonly string[]): CommandResult {
  const to = textFlag(call, 'to');
  if (paths.length < 2 || to === undefined) {
    throw usageError(
      'profile merge needs at least two profiles and --to FILE.',
      'For example: profile merge a.json b.json --to both.json',
    );
  }
  return result(writeMergedProfile(host, paths, to));
}

function diff(host: Host, paths: readonly string[]): CommandResult {
  if (paths.length !== 2)
    throw usageError('profile diff needs two profiles.', 'For example: profile diff reference.json current.json');
  const comparison = compareProfiles(host, paths[0]!, paths[1]!);
  const lines = comparison.columns.map((column) => {
    const psi = column.psi === null ? (column.reason ?? '-') : column.psi.toPrecision(3);
    const interval = column.interval ? ` (${column.interval.map((end) => end.toPrecision(3)).join(' to ')})` : '';
    return `${column.name}\t${column.state}\tpsi ${psi}${interval}`;
  });
  return { exitCode: EXIT.pass, text: lines.join('\n'), json: canonicalJson(comparison) };
}

function result({ document, path, digest }: WrittenProfile): CommandResult {
  const text = `wrote ${path}: ${document.columns.length} columns, ${document.rows.toLocaleString('en-US')} rows (${digest})`;
  return { exitCode: EXIT.pass, text, json: canonicalJson(document) };
}
