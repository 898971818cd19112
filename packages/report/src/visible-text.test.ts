import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    ['a\u0000b\u001B[31m', 'a⟨U+0000⟩b⟨U+001B⟩[31m'],
    ['zero\u200Bwidth\uFEFF', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
    ['line\r\nbreak\u2028x', 'line break x'],
    ['soft\u00ADhyphen', 'soft⟨U+00AD⟩hyphen'],
    ['\u{E0041}tag', '⟨U+E0041⟩tag'],
    ['\uD800x', '\uFFFDx'],
    ['👩‍👧 ❤️', '👩‍👧 ❤️'],
    ['a\u200Db', 'a⟨U+200D⟩b'],
    ['\uFFFF', '⟨U+FFFF⟩'],
    ['שלום', '\u2068שלום\u2069'],
    ['日本語', '日本語'],
  ])('%j is shown as %j', (value, shown) => {
    expect(visibleText(value, 100)).toBe(shown);
  });

  it('leaves out the middle, never half a character', () => {
    expect(visibleText('abcdefghijklmnop', 10)).toBe('abcdef…nop');
    expect([...visibleText('😀'.repeat(50), 10)]).toHaveLength(10);
    expect(visibleText('😀'.repeat(10), 10)).toBe('😀'.repeat(10));
  });
});
