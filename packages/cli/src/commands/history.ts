import { type AliasEvent, canonicalJson, EXIT, exitCode } from '@model-delivery/core';
import { historyOf } from '@model-delivery/use-cases/registry';
import type { Command } from '../command.ts';
import { findingLine } from '../finding-line.ts';
import { textFlag } from '../flags.ts';
import { noWord } from '../needed.ts';

export const history: Command = {
  summary: 'Tell what the aliases of the model named, when and why. Fails where the ledger was tampered with.',
  usage: ['[--alias ALIAS]'],
  flags: { alias: { description: 'Only events of this alias.', value: 'ALIAS' } },
  async run(host, call) {
    noWord(call, 'history', '--alias ALIAS');
    const alias = textFlag(call, 'alias');
    const { events, findings, localOnly } = await historyOf(host, { config: call.config }, alias);
    if (localOnly) host.log.notice('The ledger is local only: `registry.ledger.remote` is not set.');
    for (const finding of findings) host.log.error(`The chain of the ledger is broken. ${findingLine(finding)}`);
    const code =
      findings.length === 0 ? EXIT.pass : exitCode({ verdict: 'fail', inconclusiveBlocks: true }, call.failOn);
    const text = events.length === 0 ? nothing(alias) : events.map(line).join('\n');
    return { exitCode: code, text, json: canonicalJson(events) };
  },
};

function nothing(alias: string | undefined): string {
  return alias === undefined
    ? 'No events: nothing was registered yet.'
    : `No events: the alias ${alias} never named anything.`;
}

function line({ seq, action, alias, from, to, reason, meta }: AliasEvent): string {
  const short = (version: string) => version.slice('sha256:'.length, 'sha256:'.length + 12);
  const moved = alias === null ? short(to) : `${alias} ${from === null ? '(none)' : short(from)} -> ${short(to)}`;
  return `${seq}  ${meta.time}  ${action.padEnd(8)}  ${moved}  ${meta.actor ?? 'unknown'}: ${reason}`;
}
