import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { python } from './tools.ts';

const CLASSIFICATION = [
  ...['roc_auc', 'average_precision', 'accuracy', 'balanced_accuracy', 'precision', 'recall', 'f1', 'mcc'],
  ...['log_loss', 'brier'],
];
const REGRESSION = ['mae', 'mse', 'rmse', 'r2'];

type Numbers = Record<string, number>;

/** What scikit-learn says of the example's predictions: the scores as probabilities, and as predicted values of the label. */
interface Reference {
  classification: Numbers;
  confusion: number[][];
  regression: Numbers;
  rows: number;
}

let directory: string;
let reference: Reference;

beforeAll(() => {
  const interpreter = python('python', ['-r', join(root, 'packages/stats/testing/requirements.txt')]);
  directory = mkdtempSync(join(tmpdir(), 'model-delivery-metrics-'));
  cpSync(join(root, 'examples/flight-delay'), directory, { recursive: true });
  execFileSync(process.execPath, ['training/train.js', 'out'], { cwd: directory, stdio: 'ignore' });
  const script = join(root, 'test/services/sklearn_metrics.py');
  const printed = execFileSync(interpreter, [script, join(directory, 'out/predictions.csv')], { encoding: 'utf8' });
  reference = JSON.parse(printed) as Reference;
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The evaluation of the example's predictions with one absolute check a metric. */
function evaluated(columns: string, metrics: readonly string[]) {
  const checks = metrics.map((metric) => `    - { metric: ${metric}, max: 9, evidence: point }`);
  const config = `model: flight-delay
evaluation:
  candidate: { predictions: out/predictions.csv }
  columns: ${columns}
  checks:
${checks.join('\n')}
`;
  writeFileSync(join(directory, 'metrics.yaml'), config);
  execFileSync(process.execPath, [join(root, 'dist/cli/index.js'), 'evaluate', '--config', 'metrics.yaml'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return JSON.parse(readFileSync(join(directory, '.model-delivery/evaluation.json'), 'utf8')) as {
    metrics: { candidate: Numbers };
    confusion: { candidate: number[][] };
    inputs: { candidate: { rows: number } };
  };
}

/** Every metric of scikit-learn's, within what a document keeps of a number. */
function expectEqual(found: Numbers, expected: Numbers): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    expect(Math.abs(found[name]! - value), name).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(value)));
  }
}

describe("the metrics of the example's model", () => {
  it('are those of scikit-learn for scores and classes', () => {
    const { metrics, confusion, inputs } = evaluated(
      '{ id: id, label: late, score: p }\n  decision_threshold: 0.5',
      CLASSIFICATION,
    );
    expect(inputs.candidate.rows).toBe(reference.rows);
    expect(confusion.candidate).toEqual(reference.confusion);
    expectEqual(metrics.candidate, reference.classification);
  });

  it('are those of scikit-learn for numbers', () => {
    const { metrics } = evaluated('{ id: id, label: late, prediction: p }', REGRESSION);
    expectEqual(metrics.candidate, reference.regression);
  });
});
