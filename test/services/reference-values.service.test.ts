import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { python } from './tools.ts';

const TESTING = join(root, 'packages/stats/testing');

describe('the reference values of the statistics', () => {
  it('are what scipy, scikit-learn and mpmath compute today', () => {
    const interpreter = python('python', ['-r', join(TESTING, 'requirements.txt')]);
    const output = mkdtempSync(join(tmpdir(), 'model-delivery-reference-'));
    try {
      execFileSync(interpreter, [join(TESTING, 'reference.py'), output], { stdio: ['ignore', 'ignore', 'inherit'] });
      const names = readdirSync(output).sort();
      expect(names).toEqual(readdirSync(join(TESTING, 'generated')).sort());
      for (const name of names) {
        const fresh = JSON.parse(readFileSync(join(output, name), 'utf8'));
        expectClose(fresh, JSON.parse(readFileSync(join(TESTING, 'generated', name), 'utf8')), name);
      }
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
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
