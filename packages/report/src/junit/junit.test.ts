import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../testing/hostile-strings.ts';
import { dataCheck, dataReport, evaluation, evaluationCheck } from '../../testing/sample-documents.ts';
import { ownContext, SAMPLES } from '../../testing/sample-reports.ts';
import { parseXml, type XmlElement } from '../../testing/xml-elements.ts';
import { buildReportView } from '../view/report-view.ts';
import { renderJunit } from './junit.ts';

const junit = (name: string) => {
  const sample = SAMPLES[name]!();
  return parseXml(renderJunit(buildReportView(sample.documents, sample.context)));
};
const cases = (root: XmlElement) => root.children.flatMap((suite) => suite.children);
const outcome = (root: XmlElement, id: string) => cases(root).find((each) => each.attributes.name === id)!.children[0];

describe('renderJunit', () => {
  it('maps verdicts: only a passed check passes', () => {
    const root = junit('broken-data');
    expect(outcome(root, 'train/distance/range')?.name).toBe('failure');
    expect(outcome(root, 'train/carrier/values')?.attributes.message).toMatch(/^waived: /);
    expect(outcome(root, 'train/origin/missing')?.attributes.message).toMatch(/^warning: /);
    expect(outcome(root, 'serving/late/range')?.name).toBe('skipped');
    expect(outcome(root, 'train/pressure/drift')?.name).toBe('skipped');
    expect(outcome(root, 'train/row_count')).toBeUndefined();
    expect(root.attributes).toMatchObject({ tests: '8', failures: '2', errors: '0', skipped: '4' });
  });

  it('an inconclusive check that blocks is a failure', () => {
    expect(outcome(junit('inconclusive'), 'f1/min_ratio')).toMatchObject({
      name: 'failure',
      attributes: { type: 'inconclusive' },
    });
  });

  it('an error is an error, of a check and of a stage', () => {
    expect(outcome(junit('error'), 'evaluate-gate')).toMatchObject({
      name: 'error',
      attributes: { type: 'PREDICTIONS_NOT_FOUND' },
    });
    const checks = [evaluationCheck({ verdict: 'error', severity: 'warn' })];
    const root = parseXml(renderJunit(buildReportView([evaluation({ verdict: 'error', checks })], ownContext)));
    expect(outcome(root, 'roc_auc/max_regression')?.name).toBe('error');
  });

  it('a stage without checks is never an empty green suite', () => {
    const root = parseXml(renderJunit(buildReportView([evaluation({ verdict: 'error', checks: [] })], ownContext)));
    expect(root.attributes).toMatchObject({ tests: '1', errors: '1' });
  });

  it('puts several models into one well-formed file', () => {
    const other = buildReportView([dataReport({ model: 'other' })], ownContext);
    const root = parseXml(renderJunit([buildReportView([dataReport()], ownContext), other]));
    expect(root.children.map((suite) => suite.attributes.name)).toEqual([
      'flight-delay.validate-data',
      'other.validate-data',
    ]);
  });

  it.each(HOSTILE.map((value) => [value]))('stays well-formed with %j', (value) => {
    const checks = [
      dataCheck({ id: value.slice(0, 500), dataset: value.slice(0, 200), verdict: 'fail', message: value }),
    ];
    const root = parseXml(renderJunit(buildReportView([dataReport({ verdict: 'fail', checks })], ownContext)));
    expect(cases(root)).toHaveLength(1);
  });
});
