import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';
import { quoteIdentifier, quoteList, quoteLiteral } from './quoting.ts';

/** Names that people and attackers give to columns. */
const HOSTILE = [
  'a"b',
  '"; DROP TABLE t; --',
  "it's",
  "'); SELECT 1; --",
  'select',
  'a.b',
  'ünïcode 😀',
  ' leading',
  'line\nbreak',
  '$1',
  '?',
  '/* c */',
  '\\',
  '%s',
  '${x}',
  '__proto__',
];

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });

describe('quoteIdentifier', () => {
  it('makes one column name of any text', async () => {
    const engine = await testEngine();
    for (const name of HOSTILE) {
      expect((await engine.query(`SELECT 1 AS ${quoteIdentifier(name)}`)).columns.map((column) => column.name)).toEqual(
        [name],
      );
    }
    await fc.assert(
      fc.asyncProperty(text, async (name) => {
        fc.pre(!name.includes('\0'));
        const result = await engine.query(`SELECT 1 AS ${quoteIdentifier(name)}`);
        expect(result.columns.map((column) => column.name)).toEqual([name]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('refuses what no SQL text can carry', () => {
    expect(() => quoteIdentifier('')).toThrow(/empty or holds a NUL/);
    expect(() => quoteIdentifier('a\0b')).toThrow(/empty or holds a NUL/);
  });
});

describe('quoteLiteral', () => {
  it('keeps any text, NUL included', async () => {
    const engine = await testEngine();
    const same = async (value: string): Promise<void> => {
      const { rows } = await engine.query(`SELECT ${quoteLiteral(value)}, ${quoteList([value, 'x'])}[1]`);
      expect(rows).toEqual([[value, value]]);
    };
    for (const value of [...HOSTILE, '', '\0', 'a\0b', "\0'"]) await same(value);
    await fc.assert(fc.asyncProperty(text, same), { numRuns: 200, seed: 2 });
  });
});
