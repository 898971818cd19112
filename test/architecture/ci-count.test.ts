import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

const GREEN: Report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const ALL_ZERO = { check: 0, test: 0, e2e: 0, services: 0, 'work-tree-unchanged': 0 };

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Runs .ci/count.mjs on the reports and statuses of a run; gives its last line and its exit code. */
function count(reports: { test?: Partial<Report>; services?: Partial<Report> }, statuses: Record<string, number>) {
  const directory = mkdtempSync(join(tmpdir(), 'ci-count-'));
  directories.push(directory);
  for (const [name, report] of Object.entries({ e2e: { numPassedTests: 1 }, ...reports })) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify({ ...GREEN, ...report }));
  }
  const lines = Object.entries(statuses).map(([name, status]) => `${name} ${status}\n`);
  writeFileSync(join(directory, 'steps'), lines.join(''));
  const result = spawnSync(process.execPath, [join(root, '.ci/count.mjs'), directory], { encoding: 'utf8' });
  return [result.stdout.trimEnd().split('\n').at(-1), result.status];
}

describe('the count of a run', () => {
  it('adds up the tests and the other steps', () => {
    expect(count({ test: {}, services: { numPassedTests: 4 } }, ALL_ZERO)).toEqual(['10 passed, 0 failed', 0]);
  });

  const broken = { status: 'failed', assertionResults: [] };
  it.each<[string, Parameters<typeof count>[0], Record<string, number>, string]>([
    ['a failed test', { test: { numFailedTests: 2 }, services: {} }, { test: 1 }, '9 passed, 2 failed'],
    ['a skipped test', { test: { numPendingTests: 1 }, services: {} }, {}, '9 passed, 1 failed'],
    ['a test that is still to be written', { test: {}, services: { numTodoTests: 1 } }, {}, '9 passed, 1 failed'],
    ['a file that does not load', { test: { testResults: [broken] }, services: {} }, { test: 1 }, '9 passed, 1 failed'],
    ['an error outside of the tests', { test: {}, services: {} }, { test: 1 }, '9 passed, 1 failed'],
    ['a suite without a report', { test: {} }, { services: 1 }, '6 passed, 1 failed'],
    ['a suite without a test', { test: {}, services: { numPassedTests: 0 } }, {}, '6 passed, 1 failed'],
    ['a failed check', { test: {}, services: {} }, { check: 1 }, '8 passed, 1 failed'],
    ['a changed work tree', { test: {}, services: {} }, { 'work-tree-unchanged': 1 }, '8 passed, 1 failed'],
  ])('fails for %s', (_, reports, statuses, line) => {
    expect(count(reports, { ...ALL_ZERO, ...statuses })).toEqual([line, 1]);
  });
});
