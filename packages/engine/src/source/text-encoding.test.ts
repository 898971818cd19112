import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingByName, encodingOfHead, Utf8Check } from './text-encoding.ts';

describe('encodingOfHead', () => {
  it.each([
    ['a UTF-8 mark', Buffer.from('\ufeffx,y'), 'utf-8'],
    ['a UTF-16 LE mark', Buffer.from('\ufeffx,y', 'utf16le'), 'utf-16le'],
    ['a UTF-16 BE mark', Buffer.from('\ufeffx,y', 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 LE without mark', Buffer.from('x,y\n1,2\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 BE without mark', Buffer.from('x,y\n1,2\n', 'utf16le').swap16(), 'utf-16be'],
    ['plain text', Buffer.from('x,y\n1,2\n'), null],
    ['text with a stray zero byte', Buffer.from('x,y\na\0b,2\n'), null],
    ['nearly nothing', Buffer.from('x'), null],
  ])('%s', (_, head, expected) => expect(encodingOfHead(head)).toBe(expected));
});

describe('Utf8Check', () => {
  it('agrees with the whole text however it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.nat(40), { maxLength: 8 }),
        fc.boolean(),
        (text, cuts, spoil) => {
          const bytes = Buffer.from(spoil ? `${text}é` : text).subarray(0, spoil ? -1 : undefined);
          const check = new Utf8Check();
          let from = 0;
          for (const cut of cuts) {
            check.write(bytes.subarray(from, from + cut));
            from += cut;
          }
          check.write(bytes.subarray(from));
          expect(check.end()).toBe(!spoil);
        },
      ),
      { seed: 3 },
    );
  });

  it('refuses latin-1', () => {
    const check = new Utf8Check();
    check.write(Buffer.from('fü,r', 'latin1'));
    expect(check.end()).toBe(false);
  });
});

describe('encodingByName', () => {
  it('knows the usual spellings', () => {
    expect(['UTF8', 'utf_8_sig', 'Latin-1', 'cp1252', 'UTF-16'].map(encodingByName)).toEqual([
      'utf-8',
      'utf-8',
      'windows-1252',
      'windows-1252',
      'utf-16le',
    ]);
    expect(() => encodingByName('ebcdic')).toThrow(/"ebcdic" is not known/);
  });
});
