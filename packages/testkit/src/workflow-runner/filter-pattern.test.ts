import { describe, expect, test } from 'vitest';
import { matchesPatterns } from './filter-pattern.ts';

describe('filter patterns: the rows of the GitHub cheat sheet', () => {
  test.each([
    ['feature/*', 'feature/my-branch', true],
    ['feature/*', 'feature/beta-a/my-branch', false],
    ['feature/**', 'feature/beta-a/my-branch', true],
    ['*', 'releases/mona', false],
    ['**', 'all/the/branches', true],
    ['*feature', 'ver-10-feature', true],
    ['v2*', 'v2.0', true],
    ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
    ['v[12].[0-9]+.[0-9]+', 'v3.1.1', false],
    ['*.jsx?', 'page.js', true],
    ['*.jsx?', 'page.jsx', true],
    ['**.js', 'src/js/app.js', true],
    ['docs/*', 'docs/a/b.md', false],
    ['docs/**/*.md', 'docs/README.md', true],
    ['docs/**/*.md', 'docs/a/markdown/file.md', true],
    ['**/docs/**', 'docs/hello.md', true],
    ['**/docs/**', 'a/docs/hello.md', true],
    ['**/README.md', 'README.md', true],
    ['**/*-post.md', 'dir/my-post.md', true],
    ['**/migrate-*.sql', 'db/sept/migrate-v1.sql', true],
    ['README.md', 'READMExmd', false],
  ])('%s and %s: %s', (pattern, value, expected) => {
    expect(matchesPatterns([pattern], value)).toBe(expected);
  });

  test('the order of negative patterns matters', () => {
    expect(matchesPatterns(['*.md', '!README.md'], 'README.md')).toBe(false);
    expect(matchesPatterns(['*.md', '!README.md', 'README*'], 'README.md')).toBe(true);
  });
});
