import { describe, expect, it } from 'vitest';
import { defaultMemory, parseSize } from './memory-limit.ts';

describe('parseSize', () => {
  it.each([
    ['2GB', 2e9],
    ['1.5 gb', 1.5e9],
    ['512MiB', 536_870_912],
    ['64MB', 64e6],
  ])('%s', (text, bytes) => expect(parseSize(text, 'memory')).toBe(bytes));

  it.each(['', '2', 'GB', '-1GB', '1MB', '80%', '1e9B', '2GB; SET x'])('refuses %j', (text) => {
    expect(() => parseSize(text, 'data.defaults.memory')).toThrow(/data\.defaults\.memory: expected a size/);
  });
});

it('takes a quarter of the memory, from 64 MB to 2 GB', () => {
  expect([7e9, 64e9, 1e6].map((total) => defaultMemory(total))).toEqual([1.75e9, 2e9, 64e6]);
});
