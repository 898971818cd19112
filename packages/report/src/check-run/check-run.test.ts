import { describe, expect, it } from 'vitest';
import { dataCheck, dataReport, sampleMeta } from '../../testing/sample-documents.ts';
import { ownContext, SAMPLES } from '../../testing/sample-reports.ts';
import { buildReportView, type ReportContext } from '../view/report-view.ts';
import { renderAnnotations, renderCheckRun } from './check-run.ts';

const view = (name: string, context: Partial<ReportContext> = {}) => {
  const sample = SAMPLES[name]!();
  return buildReportView(sample.documents, { ...sample.context, ...context });
};

describe('check run', () => {
  it.each([
    ['better-model', {}, 'success'],
    ['worse-model', {}, 'failure'],
    ['error', {}, 'failure'],
    ['inconclusive', {}, 'failure'],
    ['inconclusive', { failOn: 'fail' }, 'neutral'],
    ['policy-introduced', {}, 'neutral'],
    ['report-only', {}, 'neutral'],
    ['fork', {}, 'neutral'],
    ['worse-model', { trust: 'fork' }, 'neutral'],
  ] as const)('%s %j concludes %s', (name, context, conclusion) => {
    expect(renderCheckRun(view(name, context)).conclusion).toBe(conclusion);
  });

  it('says the deciding sentence in plain text', () => {
    expect(renderCheckRun(view('broken-data')).title).toBe(
      '❌ Fail · flight-delay: distance in train: 312 of 24,000 rows (1.3 %) violate range: min 17, max 5500 (and 1 more check)',
    );
  });
});

describe('annotations', () => {
  it('stand on the configuration line, worst first, passing ones not at all', () => {
    const annotations = renderAnnotations(view('broken-data'));
    expect(annotations.map((each) => [each.annotation_level, each.start_line, each.title])).toEqual([
      ['failure', 10, 'fail: train/distance/range'],
      ['failure', 16, 'fail: train/wind_speed/drift'],
      ['warning', 12, 'warning: train/origin/missing'],
      ['warning', 17, 'inconclusive: train/pressure/drift'],
      ['notice', 11, 'waived: train/carrier/values'],
    ]);
  });

  it('are at most 50 and never point outside the repository', () => {
    const checks = Array.from({ length: 80 }, (_, i) => dataCheck({ id: `train/c${i}/range`, verdict: 'fail' }));
    const at = (file: string) => Object.fromEntries(checks.map((check) => [check.id, { file, line: 3 }]));
    const count = (file: string) =>
      renderAnnotations(
        buildReportView([dataReport({ verdict: 'fail', checks, meta: sampleMeta(at(file)) })], ownContext),
      ).length;
    expect(count('conf/model-delivery.yaml')).toBe(50);
    for (const file of ['/etc/passwd', '../x.yaml', 'a/../../x', 'C:\\x', 'a\nb', '']) expect(count(file)).toBe(0);
  });
});
