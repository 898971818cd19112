import { documentDigest, type ModelVersion, type Verdict } from '@model-delivery/core';
import {
  code,
  digest,
  type Inline,
  left,
  line,
  mark,
  quote,
  right,
  type Section,
  shortDigest,
  table,
  text,
} from '../content.ts';
import { counted, formatBytes } from '../number-format.ts';
import { section, warningsSection } from './sections.ts';
import type { StageView } from './stage-view.ts';

/** What a `model-version/1` document contributes to the report: which bytes were registered, and on what evidence. */
export function registrationView(document: ModelVersion): StageView {
  return {
    stage: 'register-model',
    schema: document.schema,
    digest: documentDigest(document),
    verdict: document.verdict,
    inconclusiveBlocks: false,
    policyIntroduced: false,
    deciding: document.error === undefined ? decidingSentence(document) : [quote(document.error.message)],
    tally: tallyOf(document),
    next: document.error?.hint === undefined ? [] : [[quote(document.error.hint)]],
    sections: sections(document),
    findings: [],
    error: document.error ?? null,
    trend: null,
  };
}

function decidingSentence(document: ModelVersion): Inline[] {
  const version = shortDigest(document.version);
  if (document.adopted !== null)
    return line`version ${version} was taken in without a gate: ${quote(document.adopted.reason)}`;
  if (document.verdict !== 'pass') return line`version ${version} was not registered`;
  return line`version ${version} was ${document.status}`;
}

const bytesOf = (files: readonly { size: number }[]): string =>
  formatBytes(files.reduce((sum, file) => sum + file.size, 0));

function tallyOf({ files }: ModelVersion): string {
  return `${counted(files.length, 'file')}, ${bytesOf(files)}`;
}

function sections(document: ModelVersion): Section[] {
  const { files, evidence } = document;
  const fileRows = files.map((file) => [[code(file.path)], [text(formatBytes(file.size))], [digest(file.sha256)]]);
  const columns = [left('File'), right('Size'), left('sha256')];
  const stored = (evidence?.files ?? []).map((file) => [
    [quote(file.role)],
    [code(file.path)],
    [text(formatBytes(file.size))],
    [digest(file.sha256)],
  ]);
  return [
    section('registration', 'Registration', 88, [
      table('The registered version', [left('Fact'), left('Value')], facts(document)),
    ]),
    section(
      'registration-files',
      `Files of the model (${files.length})`,
      40,
      fileRows.length === 0 ? [] : [table('Files of the model', columns, fileRows)],
      true,
    ),
    section(
      'registration-evidence',
      'Evidence stored with the version',
      42,
      stored.length === 0 ? [] : [table('Evidence stored with the version', [left('Role'), ...columns], stored)],
      true,
    ),
    warningsSection('registration', document.warnings ?? []),
  ];
}

function facts(document: ModelVersion): Inline[][][] {
  const { approval, adopted, store } = document;
  return [
    [line`Version`, [digest(document.version)]],
    [line`Status`, [text(document.status)]],
    [line`Stored at`, [code(store.reference)]],
    [line`Evaluation`, proof(document.evaluation)],
    [line`Data report`, proof(document.data)],
    [line`Lineage`, [digest(document.lineage.digest)]],
    ...(approval === null ? [] : [[line`Approved by`, approvalText(approval)]]),
    ...(adopted === null ? [] : [[line`Adopted`, line`without a gate: ${quote(adopted.reason)}`]]),
  ];
}

/** A document the registration rests on; what is absent is said, never left out. */
function proof(given: { digest: string; verdict: Verdict; as_of: string | null } | null): Inline[] {
  if (given === null) return [text('none')];
  const date = given.as_of === null ? '' : `, judged as of ${given.as_of}`;
  return line`${mark(given.verdict)} ${digest(given.digest)}${date}`;
}

function approvalText(approval: NonNullable<ModelVersion['approval']>): Inline[] {
  const where = approval.environment === null ? [] : line` in ${code(approval.environment)}`;
  const comment = approval.comment === null ? [] : line`: ${quote(approval.comment)}`;
  return line`${quote(approval.by)}${where}${comment}`;
}
