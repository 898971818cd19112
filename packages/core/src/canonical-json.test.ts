import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalFile, canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('rounds non-integers to 12 significant digits and keeps integers, exponents and escapes as RFC 8785 does', () => {
    const value = { b: [1, 0.1, 1 / 3, 1e21, 1e-7, -0, 100000000000.5, 0.1 + 0.2], a: { é: '€\n', '': null } };
    expect(canonicalJson(value)).toBe(
      '{"a":{"":null,"é":"€\\n"},"b":[1,0.1,0.333333333333,1e+21,1e-7,0,100000000001,0.3]}',
    );
  });

  it('sorts keys by UTF-16 code units', () => {
    expect(canonicalJson({ '\u{fb33}': 1, '\u{1f600}': 2 })).toBe('{"\u{1f600}":2,"\u{fb33}":1}');
  });

  it.each([Number.NaN, Infinity, -Infinity, 2n ** 60n, () => 1, Symbol('x')])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow();
  });

  it('leaves undefined members out and writes them as null in arrays', () => {
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });

  it('is a fixed point: parsing and writing again gives the same text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('closes a file with one LF', () => {
    expect(canonicalFile({})).toBe('{}\n');
  });
});
