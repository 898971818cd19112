import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { python } from './tools.ts';

const STATS = join(root, 'packages/stats/testing');
const EVALUATION = join(root, 'packages/evaluation/testing');

let directory: string;
let interpreter: string;

beforeAll(() => {
  interpreter = python('python', ['-r', join(STATS, 'requirements.txt')]);
  directory = mkdtempSync(join(tmpdir(), 'model-delivery-reference-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(script: string, ...args: string[]): void {
  execFileSync(interpreter, [script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('the reference values', () => {
  it('of the statistics are what scipy, scikit-learn and mpmath compute today', () => {
    run(join(STATS, 'reference.py'), directory);
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    expect(names.sort()).toEqual(readdirSync(join(STATS, 'generated')).sort());
    for (const name of names) expectClose(read(join(directory, name)), read(join(STATS, 'generated', name)), name);
  });

  it('of the evaluation are what scikit-learn computes today', () => {
    // The script writes beside itself.
    const script = join(mkdtempSync(join(directory, 'evaluation-')), 'sklearn_reference.py');
    cpSync(join(EVALUATION, 'sklearn_reference.py'), script);
    run(script);
    const name = 'sklearn-reference.json';
    expectClose(read(join(dirname(script), name)), read(join(EVALUATION, name)), name);
  });
});

/** Equal structure, numbers within 1e-12 relative: another processor may round a last digit differently. */
function expectClose(a: unknown, b: unknown, path: string): void {
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b), path).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(a), Math.abs(b)));
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(a), path).toEqual(Object.keys(b));
    for (const key of Object.keys(a)) expectClose((a as never)[key], (b as never)[key], `${path}.${key}`);
  } else expect(a, path).toEqual(b);
}
