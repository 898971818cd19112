import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';

describe('the description of the GitHub API', () => {
  it('is what filtering the published description gives, byte for byte', () => {
    const output = execFileSync(process.execPath, [join(root, 'scripts/filter-openapi.ts'), '--check'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // --check throws on the first file that differs; this line is printed last.
    expect(output).toMatch(/^checked \d{6} bytes, \d{2} operations$/m);
  });
});
