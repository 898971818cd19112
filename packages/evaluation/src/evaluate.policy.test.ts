import { sealDocument } from '@model-delivery/core';
import { describe, expect, test } from 'vitest';
import { checkOf, csv, evaluateFiles } from '../testing/evaluate-files.ts';
import { lcgPredictions } from '../testing/lcg-1000.ts';

const lcg = { 'a.csv': lcgPredictions('a'), 'b.csv': lcgPredictions('b') };
const policy = (checks: string, more = '') => `
evaluation:
  candidate: { predictions: b.csv }
  champion: { predictions: a.csv }
  ${more}
  checks:
    - ${checks}
`;
const rejected = (yaml: string, files: Record<string, string> = lcg) => expect(evaluateFiles({ yaml, files })).rejects;

describe('evidence modes', () => {
  test('point judges by the value and prints what the others would say', async () => {
    const { content } = await evaluateFiles({
      yaml: policy('{ metric: accuracy, min: 0.65, evidence: point }'),
      files: lcg,
    });
    const check = checkOf(content, 'accuracy/min');
    expect(check).toMatchObject({
      verdict: 'pass',
      evidence: 'point',
      candidate: 0.66,
      p_adjusted: null,
      rows_needed: null,
    });
    expect(check.interval).not.toBeNull();
    expect(check.message).toContain('guard would say inconclusive, prove inconclusive');
  });

  test('the purpose chooses the mode: guard lets doubt through, prove blocks on it', async () => {
    const yaml = policy('{ metric: accuracy, min: 0.66 }');
    const pull = await evaluateFiles({ yaml, files: lcg });
    expect(pull.content).toMatchObject({
      verdict: 'inconclusive',
      inconclusive_blocks: false,
      purpose: 'pull_request',
    });
    expect(checkOf(pull.content, 'accuracy/min')).toMatchObject({ evidence: 'guard', verdict: 'inconclusive' });
    const promotion = await evaluateFiles({ yaml, files: lcg, purpose: 'promotion' });
    expect(promotion.content).toMatchObject({ verdict: 'inconclusive', inconclusive_blocks: true });
    const relaxed = await evaluateFiles({
      yaml: policy('{ metric: accuracy, min: 0.66 }', 'on_inconclusive: { promotion: warn }'),
      files: lcg,
      purpose: 'promotion',
    });
    expect(relaxed.content.inconclusive_blocks).toBe(false);
    const guarded = await evaluateFiles({
      yaml: policy('{ metric: accuracy, min: 0.66, evidence: guard }'),
      files: lcg,
      purpose: 'promotion',
    });
    expect(guarded.content).toMatchObject({ verdict: 'inconclusive', inconclusive_blocks: false });
  });

  test('bounds are inclusive, strict ones are not', async () => {
    const checks =
      '{ metric: accuracy, min: 0.66, max: 0.66, above: 0.66, below: 0.66, evidence: point }\n    - { metric: accuracy, vs: champion, min_delta: -0.127, evidence: point }';
    const { content } = await evaluateFiles({ yaml: policy(checks), files: lcg });
    expect(content.checks.map((check) => [check.id, check.verdict])).toEqual([
      ['accuracy/min', 'pass'],
      ['accuracy/max', 'pass'],
      ['accuracy/above', 'fail'],
      ['accuracy/below', 'fail'],
      ['accuracy/min_delta', 'pass'],
    ]);
    expect(checkOf(content, 'accuracy/min_delta').contrast.value).toBe(0);
  });

  test('warn keeps its verdict and does not block', async () => {
    const { content } = await evaluateFiles({
      yaml: policy('{ metric: accuracy, min: 0.9, severity: warn }\n    - { metric: accuracy, min: 0.5 }'),
      files: lcg,
    });
    expect(content.verdict).toBe('pass');
    expect(checkOf(content, 'accuracy/min')).toMatchObject({ verdict: 'fail', blocking: false });
    expect(content.counts).toMatchObject({ pass: 1, fail: 1, warn: 1, error: 0, not_applicable: 0 });
    expect(checkOf(content, 'accuracy/min/2').verdict).toBe('pass');
  });

  test('Holm: one family of the guard checks that block', async () => {
    const one = '{ metric: accuracy, min: 0.685 }';
    const alone = await evaluateFiles({ yaml: policy(one), files: lcg });
    const p = checkOf(alone.content, 'accuracy/min').p!;
    expect(p).toBeLessThanOrEqual(0.05);
    expect(checkOf(alone.content, 'accuracy/min')).toMatchObject({ verdict: 'fail', p_adjusted: p });
    const family = await evaluateFiles({
      yaml: policy(
        `${one}\n    - { metric: recall, min: 0.65 }\n    - { metric: roc_auc, min: 0.77 }\n    - { metric: brier, max: 0.01, severity: warn }`,
      ),
      files: lcg,
    });
    expect(checkOf(family.content, 'accuracy/min')).toMatchObject({ verdict: 'inconclusive', p, p_adjusted: 3 * p });
    const warned = checkOf(family.content, 'brier/max');
    expect(warned.p_adjusted).toBe(warned.p);
  });
});

describe('what a policy cannot say', () => {
  test.each([
    ['METRIC_UNKNOWN', '{ metric: AUC, min: 0.8 }', 'roc_auc'],
    ['RATIO_WRONG_DIRECTION', '{ metric: log_loss, vs: champion, min_ratio: 0.98 }', 'max_ratio'],
    ['RATIO_WRONG_DIRECTION', '{ metric: f1, vs: champion, max_ratio: 1.02 }', 'min_ratio'],
  ])('%s: %s', async (code, check, named) => {
    await rejected(policy(check)).toMatchObject({ code, exitCode: 2 });
    const error = await evaluateFiles({ yaml: policy(check), files: lcg }).catch(
      (caught: Error & { hint: string }) => caught,
    );
    expect(`${(error as Error).message} ${(error as { hint: string }).hint}`).toContain(named);
  });

  test('both ways to a class, more than two classes, an unnamed positive class', async () => {
    await rejected(
      policy('{ metric: f1, min: 0.5 }', 'columns: { prediction: score }\n  decision_threshold: 0.4'),
    ).toMatchObject({ code: 'EVALUATION_TWO_DECISIONS', exitCode: 2 });
    const many = csv('id,label,prediction', [
      [1, 'x', 'x'],
      [2, 'y', 'y'],
      [3, 'z', 'x'],
    ]);
    await rejected('evaluation: { candidate: { predictions: b.csv }, checks: [ { metric: f1, min: 0.5 } ] }', {
      'b.csv': many,
    }).toMatchObject({ code: 'METRIC_NEEDS_AVERAGING', exitCode: 2 });
    const two = csv('id,label,prediction', [
      [1, 'ok', 'ok'],
      [2, 'late', 'ok'],
    ]);
    await rejected('evaluation: { candidate: { predictions: b.csv }, checks: [ { metric: f1, min: 0.5 } ] }', {
      'b.csv': two,
    }).toMatchObject({ code: 'POSITIVE_LABEL_UNKNOWN', exitCode: 2 });
  });

  test('no block, no candidate', async () => {
    await rejected('model: x').toMatchObject({ code: 'EVALUATION_NOT_CONFIGURED', exitCode: 2 });
    await rejected('evaluation: { checks: [ { metric: f1, min: 0.5 } ] }').toMatchObject({
      code: 'CANDIDATE_NOT_CONFIGURED',
      exitCode: 2,
    });
  });

  test('no checks at all is an error, not a pass', async () => {
    const { content } = await evaluateFiles({ yaml: 'evaluation: { candidate: { predictions: a.csv } }', files: lcg });
    expect(content).toMatchObject({ verdict: 'error', error: { code: 'NOTHING_EVALUATED' } });
  });
});

describe('flags', () => {
  test('--threshold-METRIC replaces or adds the overall bound and stands in the policy', async () => {
    const yaml = policy('{ metric: f1, min: 0.1, severity: warn }');
    const { content } = await evaluateFiles({
      yaml,
      files: lcg,
      overrides: { thresholds: { f1: 0.5, 'roc-auc': 0.7, log_loss: 0.9 } },
    });
    expect(content.checks.map((check) => [check.id, check.bound, check.severity])).toEqual([
      ['f1/min', 0.5, 'warn'],
      ['roc_auc/min', 0.7, 'fail'],
      ['log_loss/max', 0.9, 'fail'],
    ]);
    expect((content.policy as { checks: unknown[] }).checks).toHaveLength(3);
    await expect(evaluateFiles({ yaml, files: lcg, overrides: { thresholds: { auc: 0.7 } } })).rejects.toMatchObject({
      code: 'METRIC_UNKNOWN',
    });
  });

  test('--candidate wins over the configuration, by its extension', async () => {
    const yaml =
      'evaluation: { candidate: { predictions: gone.csv }, checks: [ { metric: accuracy, min: 0.6, evidence: point } ] }';
    const { content } = await evaluateFiles({ yaml, files: lcg, overrides: { candidate: 'a.csv' } });
    expect(content).toMatchObject({ verdict: 'pass', policy: { candidate: { predictions: 'a.csv' } } });
    await expect(evaluateFiles({ yaml, files: lcg, overrides: { candidate: 'a.txt' } })).rejects.toMatchObject({
      code: 'EVIDENCE_FILE_KIND',
    });
  });

  test('--seed stands in the policy and changes only drawn numbers', async () => {
    const yaml = policy('{ metric: f1, min: 0.5 }\n    - { metric: roc_auc, min: 0.7 }');
    const run = async (seed?: number) => (await evaluateFiles({ yaml, files: lcg, seed })).content;
    const [auto, seven, again] = [await run(), await run(7), await run(7)];
    expect(seven).toMatchObject({ policy: { statistics: { seed: 7 } } });
    expect(sealDocument(seven, {}).digest).toBe(sealDocument(again, {}).digest);
    expect(checkOf(seven, 'f1/min').interval).not.toEqual(checkOf(auto, 'f1/min').interval);
    expect(checkOf(seven, 'roc_auc/min')).toEqual(checkOf(auto, 'roc_auc/min'));
  });

  test('locations lead back to the configuration', async () => {
    const { locations } = await evaluateFiles({
      yaml: policy('{ metric: f1, min: 0.5 }', 'slices: { by: [group], checks: [ { metric: recall, min: 0.1 } ] }'),
      files: lcg,
    });
    expect(locations.get('f1/min')).toEqual(['evaluation', 'checks', 0]);
    expect(locations.get('recall/min/group=a')).toEqual(['evaluation', 'slices', 'checks', 0]);
  });

  test('promote_to is an output only of a pass', async () => {
    const yaml = (min: number) => policy(`{ metric: f1, min: ${min}, evidence: point }`, 'promote_to: staging');
    expect((await evaluateFiles({ yaml: yaml(0.1), files: lcg })).content.promote_to).toBe('staging');
    expect((await evaluateFiles({ yaml: yaml(0.9), files: lcg })).content.promote_to).toBeNull();
  });
});

describe('spellings found in the wild', () => {
  const report = (psi: number | null) => ({
    schema: 'data-report/1',
    model: 'm',
    verdict: 'pass',
    as_of: '2026-11-21',
    policy: {},
    inconclusive_blocks: false,
    datasets: [
      {
        name: 'train',
        source: 'x.csv',
        format: 'csv',
        rows: 200,
        bytes: 1,
        sha256: 'a'.repeat(64),
        files: 1,
        columns: [
          { name: 'x', type: 'number', missing: 4 },
          { name: 'y', type: 'number', missing: null },
        ],
        profile: null,
      },
    ],
    checks:
      psi === null
        ? []
        : [
            {
              id: 'train/x/drift',
              dataset: 'train',
              column: 'x',
              kind: 'drift',
              verdict: 'pass',
              severity: 'fail',
              blocking: true,
              evaluated: null,
              failed: null,
              skipped: null,
              observed: null,
              expected: null,
              message: 'm',
              statistic: { name: 'psi', definition: 'd', value: psi, interval: null, threshold: 0.2 },
            },
          ],
    counts: {},
    engine: null,
    warnings: [],
  });
  const yaml = `
validation_gates:
  performance: { accuracy_min: 0.6, latency_p99_max_ms: 100 }
  comparison: { metric: f1, threshold: 0.7 }
  data_quality: { missing_rate_max: 0.05, drift_psi_max: 0.2 }
`;
  const metrics = { 'm.json': '{"accuracy": 0.66, "latency_p99": 80, "f1": 0.55}', 's.json': '{"f1": 0.69}' };
  const overrides = { candidate: 'm.json', champion: 's.json' };

  test('gates are judged by point values, data quality from the data report', async () => {
    const { content } = await evaluateFiles({
      yaml,
      files: { ...metrics, 'data-report.json': JSON.stringify(report(0.1)) },
      overrides,
    });
    expect(content.checks.map((check) => [check.id, check.verdict, check.evidence, check.candidate])).toEqual([
      ['accuracy/min', 'pass', 'point', 0.66],
      ['latency_p99/max', 'pass', 'point', 80],
      ['f1/min_ratio', 'pass', 'point', 0.55],
      ['missing_rate/max', 'pass', 'point', 0.02],
      ['drift_psi/max', 'pass', 'point', 0.1],
    ]);
    expect(content.inputs.data_report!.path).toBe('data-report.json');
  });

  test('an absent report, or one without the figure, is an error', async () => {
    const absent = await evaluateFiles({ yaml, files: metrics, overrides });
    expect(absent.content).toMatchObject({ verdict: 'error', error: { code: 'EVIDENCE_NOT_FOUND' } });
    const noDrift = await evaluateFiles({
      yaml,
      files: { ...metrics, 'data-report.json': JSON.stringify(report(null)) },
      overrides,
    });
    expect(checkOf(noDrift.content, 'drift_psi/max').verdict).toBe('error');
    expect(checkOf(noDrift.content, 'missing_rate/max').verdict).toBe('pass');
  });

  test('a report that was edited after it was written is refused', async () => {
    const sealed = JSON.parse(sealDocument(report(0.1), {}).file) as { checks: { statistic: { value: number } }[] };
    sealed.checks[0]!.statistic.value = 0.01;
    const { content } = await evaluateFiles({
      yaml,
      files: { ...metrics, 'data-report.json': JSON.stringify(sealed) },
      overrides,
    });
    expect(content).toMatchObject({ verdict: 'error', error: { code: 'DATA_REPORT_UNUSABLE' } });
  });

  test('tolerance is a min_delta; notify_on_fail is answered by a notice', async () => {
    const block =
      'validation: { min_f1: 0.5, compare_to: production, tolerance: -0.2, promote_on_pass: staging, notify_on_fail: [ { slack: "#x" } ] }';
    const { content } = await evaluateFiles({ yaml: block, files: metrics, overrides });
    expect(content.checks.map((check) => [check.id, check.verdict])).toEqual([
      ['f1/min', 'pass'],
      ['f1/min_delta', 'pass'],
    ]);
    expect(content.promote_to).toBe('staging');
    expect(content.warnings.join()).toContain('notify_on_fail');
  });
});
