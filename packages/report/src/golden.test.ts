import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../testing/sample-reports.ts';
import { renderCheckRun } from './check-run/check-run.ts';
import { renderJunit } from './junit/junit.ts';
import { renderComment, renderSummary } from './markdown/comment.ts';
import { buildReportView } from './view/report-view.ts';

const GOLDEN = join(import.meta.dirname, '../testing/golden');
const UPDATE = process.env.UPDATE_GOLDEN === '1';

/** Compares with the golden file; with UPDATE_GOLDEN=1 writes it instead. */
function expectGolden(name: string, content: string): void {
  const file = join(GOLDEN, name);
  if (UPDATE) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, content);
  }
  expect(existsSync(file), `${name} is missing: run with UPDATE_GOLDEN=1 and look at it`).toBe(true);
  expect(content).toBe(readFileSync(file, 'utf8'));
}

describe('every outcome as a reviewer sees it', () => {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    it(name, () => {
      const { documents, context } = sample();
      const view = buildReportView(documents, context);
      expectGolden(`${name}.comment.md`, renderComment(view));
      expectGolden(`${name}.summary.md`, renderSummary(view));
      expectGolden(`${name}.check-run.json`, `${JSON.stringify(renderCheckRun(view), null, 2)}\n`);
      expectGolden(`${name}.junit.xml`, renderJunit(view));
    });
  }

  it('has no golden file without a sample', () => {
    const samples = new Set(readdirSync(GOLDEN).map((file) => file.split('.')[0]));
    expect([...samples].sort()).toEqual(Object.keys(SAMPLES).sort());
  });
});
