import { type AliasEvent, documentDigest } from '@model-delivery/core';
import { code, digest, type Inline, left, line, quote, shortDigest, table, text } from '../content.ts';
import { section } from './sections.ts';
import type { StageView } from './stage-view.ts';

/** What an `alias-event/1` document contributes: an alias that moved, or a version that was archived. */
export function aliasEventView(document: AliasEvent): StageView {
  const { alias, from, to, action, reason, seq, meta, previous } = document;
  const rows: Inline[][][] = [
    [line`What`, [text(action)]],
    ...(alias === null ? [] : [[line`Alias`, [code(alias)]]]),
    [line`Before`, from === null ? [text('none')] : [digest(from)]],
    [line`${alias === null ? 'Archived' : 'Now'}`, [digest(to)]],
    [line`Why`, [quote(reason)]],
    [line`When, by whom`, line`${quote(meta.time)}, ${meta.actor === null ? 'unknown' : quote(meta.actor)}`],
    [line`Line of the ledger`, line`${seq}${previous === null ? [] : line`, after ${digest(previous)}`}`],
  ];
  return {
    stage: 'registry',
    schema: document.schema,
    digest: documentDigest(document),
    verdict: 'pass',
    inconclusiveBlocks: false,
    policyIntroduced: false,
    deciding: decidingSentence(document),
    tally: action,
    next: [],
    sections: [section('alias', 'Ledger', 86, [table('The event', [left('Fact'), left('Value')], rows)])],
    findings: [],
    error: null,
    trend: null,
  };
}

function decidingSentence({ alias, from, to, reason }: AliasEvent): Inline[] {
  if (alias === null) return line`version ${shortDigest(to)} was archived: ${quote(reason)}`;
  const before = from === null ? 'nothing' : shortDigest(from);
  return line`${code(alias)} moved from ${before} to ${shortDigest(to)}: ${quote(reason)}`;
}
