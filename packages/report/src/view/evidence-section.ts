import {
  type Block,
  code,
  digest,
  type Inline,
  left,
  line,
  link,
  quote,
  right,
  type Section,
  table,
  text,
} from '../content.ts';
import { formatNumber } from '../number-format.ts';
import { isDataReport, isEvaluation, type ReportDocument } from './documents.ts';
import { section } from './sections.ts';
import type { StageView } from './stage-view.ts';

/** What the caller knows about the origin of the documents. */
export interface EvidenceFacts {
  runUrl: string | null;
  headSha: string | null;
  artifacts: readonly string[];
}

/** What the report rests on: digests of the documents and of everything they were computed from. */
export function evidenceSection(
  documents: readonly ReportDocument[],
  stages: readonly StageView[],
  facts: EvidenceFacts,
): Section {
  const blocks: Block[] = [
    table(
      'Documents',
      [left('Stage'), left('Document'), left('Digest')],
      stages.map((stage) => [[text(stage.stage)], [quote(stage.schema)], [digest(stage.digest)]]),
    ),
    ...inputBlocks(documents),
    originBlock(documents, facts),
  ];
  return section('evidence', 'Lineage and evidence', 58, blocks, true);
}

function inputBlocks(documents: readonly ReportDocument[]): Block[] {
  const rows = documents.flatMap((document): Inline[][][] => {
    if (isDataReport(document)) {
      return document.datasets.map((dataset) => [
        line`data set ${code(dataset.name)}`,
        [code(dataset.source)],
        dataset.rows === null ? [] : [text(formatNumber(dataset.rows))],
        dataset.sha256 === null ? [] : [digest(dataset.sha256)],
      ]);
    }
    if (!isEvaluation(document)) return [];
    return Object.entries(document.inputs).map(([role, input]) => [
      [quote(role)],
      [code(input.path)],
      input.rows === null ? [] : [text(formatNumber(input.rows))],
      [digest(input.sha256)],
    ]);
  });
  return rows.length === 0 ? [] : [table('Inputs', [left('Input'), left('File'), right('Rows'), left('sha256')], rows)];
}

function originBlock(documents: readonly ReportDocument[], facts: EvidenceFacts): Block {
  const rows: Inline[][][] = [];
  for (const document of documents) {
    if (isEvaluation(document)) rows.push(...evaluationOrigin(document));
    if (isDataReport(document) && document.engine !== null) {
      rows.push([line`Engine`, line`${quote(document.engine.name)} ${quote(document.engine.version)}`]);
    }
  }
  const dates = [
    ...new Set(
      documents.flatMap((document) => (isDataReport(document) || isEvaluation(document) ? [document.as_of] : [])),
    ),
  ];
  if (dates.length > 0) rows.push([line`Waivers judged as of`, [text(dates.join(', '))]]);
  if (facts.headSha !== null) rows.push([line`Commit`, [digest(facts.headSha)]]);
  if (facts.runUrl !== null) rows.push([line`Run`, link(facts.runUrl, text('workflow run with the full report'))]);
  for (const artifact of facts.artifacts) rows.push([line`Artifact`, [code(artifact)]]);
  return table('Origin', [left('Fact'), left('Value')], rows);
}

function evaluationOrigin(document: Extract<ReportDocument, { purpose: unknown }>): Inline[][][] {
  const rows: Inline[][][] = [];
  if (document.model.version !== null) rows.push([line`Model version`, [digest(document.model.version)]]);
  if (document.champion.version !== null) rows.push([line`Champion version`, [digest(document.champion.version)]]);
  rows.push([line`Judged for`, [text(document.purpose === 'promotion' ? 'promotion' : 'a pull request')]]);
  return rows;
}
