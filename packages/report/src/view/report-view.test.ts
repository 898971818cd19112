import { EvidenceError, InternalError } from '@model-delivery/core';
import { describe, expect, it } from 'vitest';
import { aliasEvent, registered, retraining, rollout } from '../../testing/sample-delivery.ts';
import {
  accuracyMin,
  dataReport,
  errorDocument,
  evaluation,
  sampleMeta,
  sliceCheck,
  worseAuc,
} from '../../testing/sample-documents.ts';
import { ownContext } from '../../testing/sample-reports.ts';
import { documentsByModel, readDocument } from './documents.ts';
import { verdictSentence } from './headline.ts';
import { plainText } from './plain-text.ts';
import { buildReportView } from './report-view.ts';

describe('buildReportView', () => {
  it('takes the worst verdict of the documents, in whatever order they come', () => {
    const documents = [evaluation(), dataReport({ verdict: 'fail' })];
    expect(buildReportView(documents, ownContext)).toMatchObject({ verdict: 'fail', blocks: true });
    expect(buildReportView(documents, ownContext).stages.map((stage) => stage.stage)).toEqual([
      'validate-data',
      'evaluate-gate',
    ]);
  });

  it('blocks as fail-on and the policy say', () => {
    const inconclusive = [dataReport({ verdict: 'inconclusive' })];
    expect(buildReportView(inconclusive, ownContext).blocks).toBe(false);
    expect(buildReportView(inconclusive, { ...ownContext, failOn: 'inconclusive' }).blocks).toBe(true);
    expect(buildReportView([errorDocument()], { ...ownContext, failOn: 'never' }).blocks).toBe(false);
  });

  it('a rollout under way stops nobody; one that ended without a decision does as its policy says', () => {
    const open = [rollout({ inconclusive_blocks: true })];
    expect(buildReportView(open, { ...ownContext, failOn: 'inconclusive' })).toMatchObject({
      verdict: 'inconclusive',
      blocks: false,
    });
    const ended = (inconclusive_blocks: boolean) => [rollout({ state: 'RolledBack', inconclusive_blocks })];
    expect(buildReportView(ended(true), ownContext).blocks).toBe(true);
    expect(buildReportView(ended(false), ownContext).blocks).toBe(false);
    expect(buildReportView([rollout({ state: 'Broken', verdict: 'error' })], ownContext).blocks).toBe(true);
  });

  it('neither a line of the ledger nor a decision to retrain stops anybody', () => {
    const view = buildReportView([retraining(), aliasEvent()], { ...ownContext, failOn: 'inconclusive' });
    expect(view).toMatchObject({ verdict: 'pass', blocks: false });
    expect(view.stages.map((stage) => stage.stage)).toEqual(['registry', 'trigger-retraining']);
    expect(view.sequence).toEqual({ run: 41, attempt: 1 });
  });

  it('is of the newest run that made a document', () => {
    const older = { ...sampleMeta(), run: { ...sampleMeta().run!, number: 40, attempt: 3 } };
    expect(buildReportView([dataReport({ meta: older }), evaluation()], ownContext).sequence).toEqual({
      run: 41,
      attempt: 1,
    });
    const { run: _run, ...outside } = sampleMeta();
    const made = buildReportView([dataReport({ meta: outside })], { ...ownContext, run: { run: 5, attempt: 2 } });
    expect(made.sequence).toEqual({ run: 5, attempt: 2 });
  });

  it('refuses no document, several models and what is no model name', () => {
    expect(() => buildReportView([], ownContext)).toThrow(EvidenceError);
    expect(() => buildReportView([dataReport({ model: 'a' }), dataReport({ model: 'b' })], ownContext)).toThrow(
      InternalError,
    );
    expect(() => buildReportView([dataReport({ model: 'x --><h1>' })], ownContext)).toThrow(EvidenceError);
  });

  it('says verdict and reason in one sentence', () => {
    expect(verdictSentence(buildReportView([errorDocument()], ownContext))).toMatch(
      /^🛑 Error · flight-delay: The predictions/,
    );
  });

  it('never links to what is no plain address', () => {
    const meta = { ...sampleMeta(), run: { ...sampleMeta().run!, url: 'javascript:alert(1)' } };
    expect(buildReportView([dataReport({ meta })], ownContext).runUrl).toBeNull();
  });
});

describe('documents', () => {
  it('are read by their schema, and an error in place of a document too', () => {
    expect(readDocument(JSON.parse(JSON.stringify(dataReport())))).toHaveProperty('document');
    expect(readDocument(errorDocument())).toHaveProperty('document.error.code', 'PREDICTIONS_NOT_FOUND');
    for (const document of [registered(), aliasEvent(), rollout(), retraining()]) {
      expect(readDocument(JSON.parse(JSON.stringify(document)))).toEqual({ document });
      expect(readDocument({ ...document, surprise: 1 })).toHaveProperty('problems');
    }
    expect(readDocument({ schema: 'lineage/1' })).toBeNull();
    expect(readDocument(null)).toBeNull();
    expect(readDocument({ ...dataReport(), surprise: '<h1>' })).toHaveProperty('problems');
    expect(readDocument({ ...dataReport(), verdict: 'great' })).toHaveProperty('problems');
  });

  it('are grouped by model; an error without one belongs to all', () => {
    const { model: _model, ...unnamed } = errorDocument();
    const groups = documentsByModel([dataReport({ model: 'b' }), dataReport({ model: 'a' }), unnamed], 'fallback');
    expect(groups.map(({ model, documents }) => [model, documents.length])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
    expect(documentsByModel([unnamed], 'fallback')).toMatchObject([{ model: 'fallback' }]);
  });
});

describe('order of an evaluation', () => {
  it('overall checks lead, slices follow worst first', () => {
    const checks = [
      sliceCheck('a', -0.1, 'fail'),
      sliceCheck('b', -0.5, 'fail'),
      accuracyMin({ verdict: 'fail' }),
      worseAuc(),
    ];
    const view = buildReportView([evaluation({ verdict: 'fail', checks })], ownContext);
    expect(verdictSentence(view)).toContain('roc_auc fell by 0.224');
    const table = view.sections[0]!.blocks[0]!;
    const names = table.kind === 'table' ? table.rows.map((row) => plainText(row[1]!)) : [];
    expect(names).toEqual(['accuracy', 'roc_auc', 'recall · b', 'recall · a']);
  });
});
