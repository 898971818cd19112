import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandsIn } from '../testing/spawn-action.ts';
import { safeLogText } from './safe-log.ts';

/** Everything .NET's Char.IsWhiteSpace knows. */
const BLANKS = [
  9,
  10,
  11,
  12,
  13,
  32,
  0x85,
  0xa0,
  0x1680,
  ...range(0x2000, 0x200a),
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
];

describe('no line of it is a workflow command', () => {
  test('whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '#',
        '##[',
        '[',
        '\r',
        '\n',
        '::error::',
        '::add-mask::a',
        '##[error]',
        '%0A',
        '\ufeff',
        '\u200b',
      ),
      fc.constantFrom(...BLANKS.map((code) => String.fromCodePoint(code))),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(commandsIn(safeLogText(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  test.each(BLANKS)('behind U+%s', (code) => {
    expect(commandsIn(safeLogText(`${String.fromCodePoint(code)}::error::x`))).toEqual([]);
  });
});

test('harmless text stays as it is', () => {
  for (const text of ['', 'a: b', 'std::vector', '# ::x', '## [link]', 'a\n\nb', 'http://[::1]/']) {
    expect(safeLogText(text)).toBe(text);
  }
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
