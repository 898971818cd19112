import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluateFiles } from '../testing/evaluate-files.ts';

interface Reference {
  'scikit-learn': string;
  cases: { name: string; weighted: boolean; csv: string; metrics: Record<string, number> }[];
}
const reference = JSON.parse(
  readFileSync(new URL('../testing/sklearn-reference.json', import.meta.url), 'utf8'),
) as Reference;

describe(`metrics as scikit-learn ${reference['scikit-learn']} computes them`, () => {
  test.each(reference.cases)('$name', async ({ weighted, csv, metrics }) => {
    const yaml = `evaluation: { candidate: { predictions: m.csv }, ${weighted ? 'columns: { weight: w }, ' : ''}checks: [ { metric: ${Object.keys(metrics)[0]}, min: 0, evidence: point } ] }`;
    const { content } = await evaluateFiles({ yaml, files: { 'm.csv': csv } });
    expect(Object.keys(metrics).length).toBeGreaterThan(3);
    for (const [name, value] of Object.entries(metrics)) {
      const actual = content.metrics.candidate[name]!;
      expect(Math.abs(actual - value), `${name}: ${actual} against ${value}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(value)),
      );
    }
  });
});
