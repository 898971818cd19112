import { canonicalJson, EXIT } from '@model-delivery/core';
import { showReference } from '@model-delivery/use-cases/registry';
import type { Command } from '../command.ts';
import { onlyWord } from '../needed.ts';

export const show: Command = {
  summary: 'Show a registered version: its record, aliases and registrations.',
  usage: ['REF'],
  flags: {},
  async run(host, call) {
    const shown = await showReference(host, { config: call.config }, onlyWord(call, 'show', 'version or alias'));
    const rows: [string, string][] = [
      ['model', shown.model],
      ['version', shown.version],
      ['aliases', shown.aliases.join(', ') || '(none)'],
      ['status', shown.current_status],
      ['store', shown.store.reference],
      ['files', `${shown.files.length}, ${shown.files.reduce((sum, { size }) => sum + size, 0)} bytes`],
      ['evaluation', shown.evaluation === null ? '(none)' : `${shown.evaluation.verdict} ${shown.evaluation.digest}`],
      ['data', shown.data === null ? '(none)' : `${shown.data.verdict} ${shown.data.digest}`],
      ...shown.lineages.map((digest): [string, string] => ['lineage', digest]),
      ...(shown.adopted === null ? [] : [['adopted without a gate', shown.adopted.reason] as [string, string]]),
      ...(shown.approval === null ? [] : [['approved by', shown.approval.by] as [string, string]]),
    ];
    const text = rows.map(([name, value]) => `${name}: ${value}`).join('\n');
    return { exitCode: EXIT.pass, text, json: canonicalJson(shown) };
  },
};
