import { describe, expect, it } from 'vitest';
import { included, patternLines, touches } from './touches.ts';

const DEFAULT = patternLines('**\n  !**/*.md\n!docs/**\n');

describe('touches', () => {
  it.each([
    ['data/train.parquet', true],
    ['train.py', true],
    ['.github/workflows/ml.yml', true],
    ['README.md', false],
    ['a/b/NOTES.md', false],
    ['docs/picture.png', false],
    ['docs.py', true],
    ['README.mdx', true],
    ['.md', false],
    ['[a](b).py', true],
  ])('%s: %s under the default patterns', (path, expected) => {
    expect(included(path, DEFAULT)).toBe(expected);
  });

  it('lets a later pattern include again what an earlier one excluded', () => {
    expect(included('docs/model-card.md', [...DEFAULT, 'docs/model-card.md'])).toBe(true);
  });

  it('is true when one of many files counts, false for none', () => {
    expect(touches(['README.md', 'docs/a', 'train.py'], DEFAULT)).toBe(true);
    expect(touches(['README.md'], DEFAULT)).toBe(false);
    expect(touches([], DEFAULT)).toBe(false);
  });
});
